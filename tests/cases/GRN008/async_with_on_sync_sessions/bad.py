"""What `async with` says when the factory makes sync sessions."""
# requires: sqlalchemy>=2.0, python>=3.11

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import sessionmaker


class Clock:
    def __init__(self) -> None:
        self.engine = create_async_engine("sqlite+aiosqlite://")
        self.session_factory = sessionmaker(self.engine)  # GRN008: TypeError later

    async def today(self) -> str:
        async with self.session_factory() as session:  # here: TypeError: 'Session' object does not
            return str(await session.scalar(text("SELECT date('now')")))


async def main() -> None:
    print(await Clock().today())
