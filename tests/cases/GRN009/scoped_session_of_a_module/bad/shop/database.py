from __future__ import annotations

from asyncio import current_task

from sqlalchemy.ext.asyncio import (
    async_scoped_session,
    async_sessionmaker,
    create_async_engine,
)

engine = create_async_engine("sqlite+aiosqlite:///shop.db")
db = async_scoped_session(async_sessionmaker(engine), scopefunc=current_task)
