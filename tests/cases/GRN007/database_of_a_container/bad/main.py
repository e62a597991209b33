"""A repository opens its sessions on a database that a container has wired up."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from depot.models import Base, Crate, Shelf
from depot.shelves import Shelves
from depot.wiring import Container


async def main() -> None:
    container = Container.of_settings({"url": "sqlite+aiosqlite:///depot.db"})
    async with container.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with container.database.session() as session:
        session.add(Shelf(id=1, crates=[Crate(weight=3)]))
        await session.commit()
    shelves = container.resolve(Shelves)
    print(await shelves.weight(1))  # here: MissingGreenlet
