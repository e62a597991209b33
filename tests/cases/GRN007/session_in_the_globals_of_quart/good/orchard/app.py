from __future__ import annotations

from orchard.database import init_app
from orchard.trees import blueprint
from quart import Quart


def create_app(url: str) -> Quart:
    app = Quart(__name__)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.register_blueprint(blueprint)
    init_app(app, url)
    return app
