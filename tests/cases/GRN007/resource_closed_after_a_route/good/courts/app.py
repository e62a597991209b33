from __future__ import annotations

from courts.containers import Container
from courts.routes import router
from fastapi import FastAPI

container = Container()
app = FastAPI()
app.include_router(router)
