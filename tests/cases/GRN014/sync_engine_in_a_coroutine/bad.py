"""A script creates its tables with the synchronous engine behind the asynchronous one."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.ext.asyncio import create_async_engine

metadata = MetaData()
stamps = Table("stamp", metadata, Column("id", Integer, primary_key=True))
engine = create_async_engine("sqlite+aiosqlite:///stamps.db")


async def main() -> None:
    print(engine.sync_engine.dialect.name)
    metadata.create_all(engine.sync_engine)  # GRN014: MissingGreenlet: greenlet_spawn has not been
