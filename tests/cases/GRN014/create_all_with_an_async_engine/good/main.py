"""The tables are created with a connection of the engine, in `run_sync()`."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from clinic.startup import create_tables


async def main() -> None:
    await create_tables()
