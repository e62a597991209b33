"""`replace()` and `URL.set()` name the driver that each engine needs."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

import os

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

URL = f"sqlite:///{os.environ.get('HERD_FILE') or 'herd.db'}"
ASYNC_URL = URL.replace("sqlite://", "sqlite+aiosqlite://", 1)


async def main() -> None:
    engine = create_async_engine(ASYNC_URL)
    async with engine.connect() as connection:
        print((await connection.execute(text("SELECT 1"))).scalar())
    await engine.dispose()


def main_again() -> None:
    url = make_url("sqlite+aiosqlite:///herd.db")
    engine = create_engine(url.set(drivername="sqlite"))
    with engine.connect() as connection:
        print(connection.execute(text("SELECT 1")).scalar())
