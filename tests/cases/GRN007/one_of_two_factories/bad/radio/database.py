from __future__ import annotations

from radio.settings import READ_ONLY
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///radio.db")
if READ_ONLY:
    Session = async_sessionmaker(engine, autoflush=False)
else:
    Session = async_sessionmaker(engine, expire_on_commit=False)
