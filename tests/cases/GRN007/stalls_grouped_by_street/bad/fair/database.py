from __future__ import annotations

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from fair.models import Base

engine = create_async_engine("sqlite+aiosqlite:///fair.db")
SessionFactory = async_sessionmaker(engine)


async def create_tables() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
