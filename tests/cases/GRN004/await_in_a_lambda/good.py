"""The lambda returns the coroutine, and whoever calls it awaits."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

engine = create_async_engine("sqlite+aiosqlite://")

COMMANDS: dict[str, Callable[[AsyncSession], Awaitable[Any]]] = {
    "look": lambda session: session.scalar(text("SELECT 'a dark cellar'")),
    "wait": lambda session: session.scalar(text("SELECT 1")),
}


async def main() -> None:
    async with AsyncSession(engine) as session:
        for command in COMMANDS.values():
            print(await command(session))
