from __future__ import annotations

from contextlib import AsyncExitStack

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from shards.models import Base, Reading


class ShardedWriter:
    def __init__(self, names: list[str]) -> None:
        self.engines = {
            name: create_async_engine(f"sqlite+aiosqlite:///{name}.db") for name in names
        }

    async def create_tables(self) -> None:
        for engine in self.engines.values():
            async with engine.begin() as connection:
                await connection.run_sync(Base.metadata.create_all)

    async def write(self, readings: list[tuple[str, int]]) -> None:
        async with AsyncExitStack() as stack:
            sessions: dict[str, AsyncSession] = {}
            for name, engine in self.engines.items():
                sessions[name] = await stack.enter_async_context(AsyncSession(engine))
            for name, value in readings:
                sessions[name].add(Reading(value=value))
            for session in sessions.values():
                session.commit()  # GRN002: never awaited: coroutine 'AsyncSession.commit' was never

    async def total(self) -> int:
        total = 0
        for engine in self.engines.values():
            async with AsyncSession(engine) as session:
                total += await session.scalar(select(func.sum(Reading.value))) or 0
        return total
