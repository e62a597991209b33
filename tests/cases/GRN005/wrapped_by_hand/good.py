"""`AsyncEngine()` in front of an engine with an asynchronous driver is as good as any."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncEngine

inner = create_engine("sqlite+aiosqlite:///yard.db", future=True)


async def main() -> None:
    engine = AsyncEngine(inner)
    async with engine.connect() as connection:
        print((await connection.execute(text("SELECT 1"))).scalar())
    await engine.dispose()
