"""`replace()` is meant to name the driver, but looks for a scheme that is not there."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

import os

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

URL = f"sqlite:///{os.environ.get('HERD_FILE') or 'herd.db'}"
ASYNC_URL = URL.replace("sqlite3://", "sqlite+aiosqlite://", 1)


async def main() -> None:
    engine = create_async_engine(ASYNC_URL)  # GRN005: InvalidRequestError: The asyncio extension
    async with engine.connect() as connection:
        print((await connection.execute(text("SELECT 1"))).scalar())
    await engine.dispose()


def main_again() -> None:
    url = make_url("sqlite+aiosqlite:///herd.db")
    engine = create_engine(str(url))  # GRN005: MissingGreenlet later
    with engine.connect() as connection:  # here: MissingGreenlet: greenlet_spawn has not been
        print(connection.execute(text("SELECT 1")).scalar())
