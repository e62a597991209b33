"""A table of commands is made of lambdas, and one of them awaits."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

engine = create_async_engine("sqlite+aiosqlite://")

COMMANDS: dict[str, Callable[[AsyncSession], Awaitable[Any]]] = {
    "look": lambda session: session.scalar(text("SELECT 'a dark cellar'")),
    "wait": lambda session: await session.scalar(text("SELECT 1")),  # GRN004: SyntaxError: 'await'
}


async def main() -> None:
    async with AsyncSession(engine) as session:
        for command in COMMANDS.values():
            print(await command(session))
