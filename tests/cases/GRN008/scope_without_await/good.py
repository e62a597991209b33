"""A `scoped_session` holds asynchronous sessions, and closes none of them."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import async_scoped_session, async_sessionmaker, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///app.db")
factory = async_sessionmaker(engine)
Scope = async_scoped_session(factory, asyncio.current_task)


async def main() -> None:
    print(await Scope.scalar(text("SELECT 1")))
    await Scope.remove()
    await engine.dispose()
