"""The pragmas of SQLite are set by a listener of the asynchronous engine."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from ledger.database import engine
from ledger.pragmas import set_pragmas
from sqlalchemy import text


async def main() -> None:
    set_pragmas(engine)
    async with engine.connect() as connection:
        print(await connection.scalar(text("PRAGMA foreign_keys")))
