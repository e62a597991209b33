"""Two engines from one helper; the sync one is given the async driver."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

import asyncio

from metrics.engines import async_engine, sync_engine
from sqlalchemy import text


async def collect() -> None:
    async with async_engine.begin() as connection:
        await connection.execute(text("CREATE TABLE sample (value INTEGER)"))
        await connection.execute(text("INSERT INTO sample VALUES (3), (4)"))
    await async_engine.dispose()


def main() -> None:
    asyncio.run(collect())
    with sync_engine.connect() as connection:  # here: MissingGreenlet: greenlet_spawn has not been
        print(connection.execute(text("SELECT sum(value) FROM sample")).scalar())
