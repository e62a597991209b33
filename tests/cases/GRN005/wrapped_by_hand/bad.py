"""`AsyncEngine()` stands in front of an engine whose driver is synchronous."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncEngine

inner = create_engine("sqlite:///yard.db", future=True)


async def main() -> None:
    engine = AsyncEngine(inner)  # GRN005: InvalidRequestError: The asyncio extension requires an
    async with engine.connect() as connection:
        print((await connection.execute(text("SELECT 1"))).scalar())
    await engine.dispose()
