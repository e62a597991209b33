"""A factory of engines leaves the pool to SQLAlchemy."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from infrastructure import make_engine
from sqlalchemy import text


async def main() -> None:
    async with make_engine("sqlite+aiosqlite:///app.db").connect() as connection:
        print(await connection.scalar(text("SELECT 1")))
