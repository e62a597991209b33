from __future__ import annotations

from collections.abc import AsyncIterator

from dependency_injector import containers, providers
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine


async def open_session(sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
    async with sessions() as session:
        yield session


class Container(containers.DeclarativeContainer):
    wiring_config = containers.WiringConfiguration(modules=["courts.routes"])

    engine = providers.Singleton(create_async_engine, "sqlite+aiosqlite:///courts.db")
    sessions = providers.Singleton(async_sessionmaker, engine, expire_on_commit=False)
    session = providers.Resource(open_session, sessions)
