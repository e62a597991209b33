from __future__ import annotations

from dependency_injector import containers, providers
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine


class Container(containers.DeclarativeContainer):
    engine = providers.Singleton(create_async_engine, "sqlite+aiosqlite:///parking.db")
    session = providers.Factory(AsyncSession, engine)
