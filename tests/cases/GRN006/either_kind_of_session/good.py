"""What `hasattr()` asks for is no mistake: an AsyncSession goes the other way."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///app.db")


async def count(session: AsyncSession) -> object:
    if hasattr(session, "query"):
        return session.query(text("1")).scalar()
    return await session.scalar(text("SELECT 1"))


async def main() -> None:
    async with AsyncSession(engine) as session:
        print(await count(session))
    await engine.dispose()
