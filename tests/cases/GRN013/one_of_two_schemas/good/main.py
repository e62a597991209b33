"""A search answers with one of two schemas, and loads what both of them read."""
# requires: sqlalchemy>=2.0, pydantic>=2

from __future__ import annotations

from museum.models import Base, Exhibit, Picture, engine, factory
from museum.search import search


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with factory() as session:
        session.add(Exhibit(title="Ship", pictures=[Picture(path="ship.jpg")]))
        await session.commit()
    async with factory() as session:
        print(await search(session, "Ship"))
