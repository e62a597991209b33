from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine

Sessions = async_sessionmaker()


def start(url: str) -> AsyncEngine:
    engine = create_async_engine(url)
    Sessions.configure(bind=engine, expire_on_commit=False)
    return engine
