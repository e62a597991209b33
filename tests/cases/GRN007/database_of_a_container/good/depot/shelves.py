from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from .database import Database
from .models import Shelf


class Shelves:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def weight(self, shelf_id: int) -> int:
        query = select(Shelf).where(Shelf.id == shelf_id)
        query = query.options(selectinload(Shelf.crates))
        async with self._database.session() as session:
            shelf = (await session.scalars(query)).one()
            return sum(crate.weight for crate in shelf.crates)
