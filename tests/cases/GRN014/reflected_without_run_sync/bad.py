"""A report reflects its tables with an asynchronous connection."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///report.db")


async def table_names() -> list[str]:
    metadata = MetaData()
    async with engine.connect() as connection:
        metadata.reflect(connection)  # GRN014: NoInspectionAvailable: Inspection on an
    return list(metadata.tables)


async def main() -> None:
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE sale (id INTEGER PRIMARY KEY)"))
    print(await table_names())
