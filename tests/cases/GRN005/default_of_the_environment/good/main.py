"""A helper that rewrites the default of the environment: what comes of it is another URL."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import text
from station.storage import make_engine


async def main() -> None:
    engine = make_engine()
    async with engine.connect() as connection:
        print((await connection.execute(text("SELECT 1"))).scalar())
    await engine.dispose()
