from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///house.db")


class House(AsyncSession):
    """The session that every application of the house has."""
