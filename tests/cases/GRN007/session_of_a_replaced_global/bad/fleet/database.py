from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from fleet.models import Base


class Database:
    def __init__(self, url: str) -> None:
        self.engine = create_async_engine(url)
        self.new_session = async_sessionmaker(self.engine, expire_on_commit=False)

    def session(self) -> AsyncSession:
        return self.new_session()


_database = Database("sqlite+aiosqlite:///fleet.db")


def replace_database(database: Database) -> None:
    global _database
    _database = database


def get_database() -> Database:
    return _database


async def get_session() -> AsyncIterator[AsyncSession]:
    async with get_database().session() as session:
        yield session


session_scope = asynccontextmanager(get_session)


async def create_tables() -> None:
    async with get_database().engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
