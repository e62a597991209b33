"""Quart keeps the session of a request in `g`, and a view reads what it never loaded."""
# requires: sqlalchemy>=2.0, quart>=0.19

from __future__ import annotations

from orchard.app import create_app
from orchard.database import sessions_of
from orchard.models import Apple, Base, Tree


async def main() -> None:
    app = create_app("sqlite+aiosqlite:///orchard.db")
    async with app.app_context():
        async with app.extensions["engine"].begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        async with sessions_of(app)() as session:
            session.add(Tree(id=3, sort="Boskoop", apples=[Apple(grams=180)]))
            await session.commit()
    await app.test_client().get("/trees/3")  # here: MissingGreenlet
