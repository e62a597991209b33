"""AsyncSession is given an AsyncEngine."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///cinema.db")


async def answer() -> int:
    async with AsyncSession(engine) as session:
        return await session.scalar(text("SELECT 42"))


async def main() -> None:
    print(await answer())
