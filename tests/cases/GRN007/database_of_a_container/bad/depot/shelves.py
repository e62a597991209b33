from __future__ import annotations

from sqlalchemy import select

from .database import Database
from .models import Shelf


class Shelves:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def weight(self, shelf_id: int) -> int:
        query = select(Shelf).where(Shelf.id == shelf_id)
        async with self._database.session() as session:
            shelf = (await session.scalars(query)).one()
            return sum(crate.weight for crate in shelf.crates)  # GRN007: MissingGreenlet
