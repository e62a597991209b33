"""A script creates its tables in `run_sync()`, and configures the synchronous engine only."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.ext.asyncio import create_async_engine

metadata = MetaData()
stamps = Table("stamp", metadata, Column("id", Integer, primary_key=True))
engine = create_async_engine("sqlite+aiosqlite:///stamps.db")


async def main() -> None:
    print(engine.sync_engine.dialect.name)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
