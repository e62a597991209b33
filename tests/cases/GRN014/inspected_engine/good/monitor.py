from __future__ import annotations

from database import engine
from sqlalchemy import inspect


async def has_table(name: str) -> bool:
    async with engine.connect() as connection:
        return await connection.run_sync(lambda sync: inspect(sync).has_table(name))
