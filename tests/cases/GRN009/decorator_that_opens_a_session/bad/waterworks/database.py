from __future__ import annotations

import functools

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from .models import Base

engine = create_async_engine("sqlite+aiosqlite:///waterworks.db")
SessionFactory = async_sessionmaker(engine)


async def create_tables() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


def with_session(job):
    @functools.wraps(job)
    async def run(*args, **kwargs):
        async with SessionFactory() as session:
            return await job(*args, session=session, **kwargs)

    return run
