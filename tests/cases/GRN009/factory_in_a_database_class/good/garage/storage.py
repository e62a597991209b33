from __future__ import annotations

from garage.database import Database
from garage.models import Base


class Storage(Database):
    async def create(self) -> None:
        async with self.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)


storage = Storage("sqlite+aiosqlite:///garage.db")
