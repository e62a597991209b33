"""The URL is built with URL.create() from a driver name that is not async."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import create_async_engine

url = URL.create("sqlite+pysqlite", database="stock.db")


async def main() -> None:
    engine = create_async_engine(url)  # GRN005: InvalidRequestError: The asyncio extension requires
    async with engine.connect() as connection:
        print((await connection.execute(text("SELECT 42"))).scalar())
    await engine.dispose()
