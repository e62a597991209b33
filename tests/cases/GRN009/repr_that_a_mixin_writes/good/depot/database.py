from __future__ import annotations

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///depot.db")
Session = async_sessionmaker(engine)
