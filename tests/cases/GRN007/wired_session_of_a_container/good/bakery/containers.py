from __future__ import annotations

from bakery.services import OrderService
from dependency_injector import containers, providers
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine


def open_session(sessions: async_sessionmaker[AsyncSession]) -> AsyncSession:
    return sessions()


class Container(containers.DeclarativeContainer):
    config = providers.Configuration(default={"url": "sqlite+aiosqlite:///bakery.db"})
    engine = providers.Singleton(create_async_engine, config.url)
    sessions = providers.Singleton(async_sessionmaker, engine, expire_on_commit=False)
    session = providers.Factory(open_session, sessions)
    orders = providers.Factory(OrderService, session=session)
