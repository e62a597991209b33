"""A repository for both kinds of sessions asks neither which one it has."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///app.db")


async def count(session: AsyncSession) -> object:
    return session.query(text("1")).scalar()  # GRN006: AttributeError: 'AsyncSession' object has no


async def main() -> None:
    async with AsyncSession(engine) as session:
        print(await count(session))
    await engine.dispose()
