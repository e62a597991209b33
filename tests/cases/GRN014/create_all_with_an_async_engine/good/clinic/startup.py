from __future__ import annotations

from sqlalchemy.ext.asyncio import create_async_engine

from .models import Base

engine = create_async_engine("sqlite+aiosqlite:///clinic.db")


async def create_tables() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
