"""The URL names no driver, and sqlite's own is a sync one."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


async def main() -> None:
    engine = create_async_engine("sqlite:///app.db")  # GRN005: InvalidRequestError: The asyncio
    async with engine.connect() as connection:
        print((await connection.execute(text("SELECT 1"))).scalar())
    await engine.dispose()
