"""The tables are created with the engine, as they were before it was asynchronous."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from clinic.startup import create_tables


async def main() -> None:
    await create_tables()
