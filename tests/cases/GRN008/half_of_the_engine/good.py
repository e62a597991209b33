"""An `AsyncSession` is given the synchronous half of the engine, which a `Session` may have."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///app.db")


async def main() -> None:
    session = AsyncSession(bind=engine)
    async with session:
        print(await session.scalar(text("SELECT 1")))
    await engine.dispose()
