"""The factory makes async sessions, and `async with` works."""
# requires: sqlalchemy>=2.0, python>=3.11

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine


class Clock:
    def __init__(self) -> None:
        self.engine = create_async_engine("sqlite+aiosqlite://")
        self.session_factory = async_sessionmaker(self.engine)

    async def today(self) -> str:
        async with self.session_factory() as session:
            return str(await session.scalar(text("SELECT date('now')")))


async def main() -> None:
    print(await Clock().today())
