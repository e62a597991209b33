"""A comprehension makes a coroutine for each address, and all of them share a session.

In the good twin each coroutine makes a session of its own."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from database import Session, engine
from geocoding import locate_all
from models import Base, Place


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add_all([Place(address="Quay 1", x=3), Place(address="Quay 2", x=5)])
        await session.commit()
    print(await locate_all(["Quay 1", "Quay 2"]))
