from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import anyio
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .database import AsyncSessions, Base, Star, SyncSession, async_engine

QUERY = select(func.count(Star.id))
POOL = ThreadPoolExecutor(max_workers=1)


def count() -> int:
    with SyncSession() as session:
        return session.scalar(QUERY) or 0


def count_in(session: Session, dimmer_than: float) -> int:
    return session.scalar(QUERY.where(Star.magnitude > dimmer_than)) or 0


async def statistics() -> list[int]:
    def count_bright() -> int:
        with SyncSession() as session:
            return session.scalar(QUERY.where(Star.magnitude < 1)) or 0

    loop = asyncio.get_running_loop()
    async with async_engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSessions() as session:
        dim = await session.run_sync(count_in, 6.0)
        all_of_them = await session.run_sync(lambda inner: inner.query(Star).count())
    return [
        dim,
        all_of_them,
        await asyncio.to_thread(count),
        await asyncio.to_thread(count_bright),
        await anyio.to_thread.run_sync(count_bright),
        await run_in_threadpool(count_bright),
        await loop.run_in_executor(None, count_bright),
        await loop.run_in_executor(POOL, count_bright),
        await loop.run_in_executor(None, lambda: count()),
    ]
