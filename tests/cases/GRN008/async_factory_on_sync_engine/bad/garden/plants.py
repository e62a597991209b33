from __future__ import annotations

from sqlalchemy import text

from .sessions import new_session


async def plant(name: str) -> str:
    async with new_session() as session:  # here: ArgumentError: AsyncEngine expected, got Engine(
        greeting = await session.scalar(text("SELECT 'a ' || :name"), {"name": name})
    return str(greeting)
