from __future__ import annotations

from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from that_depends import BaseContainer, ContextScopes, providers


async def open_engine() -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine("sqlite+aiosqlite:///ferry.db")
    yield engine
    await engine.dispose()


async def open_session(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    async with sessions() as session:
        yield session


class Container(BaseContainer):
    default_scope = ContextScopes.APP

    engine = providers.Resource(open_engine)
    session = providers.ContextResource(open_session, engine.cast)
