from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from .models import Base

engine = create_async_engine("sqlite+aiosqlite:///sensors.db")


async def create_tables() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


@asynccontextmanager
async def open_session() -> AsyncIterator[AsyncSession]:
    session = AsyncSession(bind=engine)
    try:
        yield session
    finally:
        await session.close()
