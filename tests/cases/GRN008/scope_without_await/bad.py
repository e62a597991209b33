"""A `scoped_session` holds asynchronous sessions, and closes none of them."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import scoped_session

engine = create_async_engine("sqlite+aiosqlite:///app.db")
factory = async_sessionmaker(engine)
Scope = scoped_session(factory, asyncio.current_task)  # GRN008: never awaited later


async def main() -> None:
    print(await Scope.scalar(text("SELECT 1")))
    Scope.remove()  # here: never awaited: coroutine 'AsyncSession.close' was never awaited
    await engine.dispose()
