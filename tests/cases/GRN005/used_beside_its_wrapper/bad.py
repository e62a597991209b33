"""The engine behind an `AsyncEngine` is used by itself, too."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import create_engine, event, text
from sqlalchemy.ext.asyncio import AsyncEngine

inner = create_engine("sqlite+aiosqlite:///yard.db", future=True)
engine = AsyncEngine(inner)
event.listen(inner, "connect", lambda connection, record: print(record.info))


async def main() -> None:
    with inner.connect() as connection:  # GRN005: MissingGreenlet: greenlet_spawn has not been
        print(connection.execute(text("SELECT 1")).scalar())
    await engine.dispose()
