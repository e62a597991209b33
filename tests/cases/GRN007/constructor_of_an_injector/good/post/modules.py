from __future__ import annotations

from injector import Module, provider, singleton
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)


class DatabaseModule(Module):
    def __init__(self, url: str) -> None:
        self.url = url

    @singleton
    @provider
    def engine(self) -> AsyncEngine:
        return create_async_engine(self.url)

    @provider
    def session(self, engine: AsyncEngine) -> AsyncSession:
        return async_sessionmaker(engine, expire_on_commit=False)()
