from __future__ import annotations

from functools import lru_cache, partial

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from weather.stations import Base


@lru_cache(maxsize=1)
def get_engine() -> AsyncEngine:
    return create_async_engine("sqlite+aiosqlite:///weather.db")


open_session = partial(AsyncSession, get_engine(), autoflush=False, expire_on_commit=False)


async def create() -> None:
    async with get_engine().begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
