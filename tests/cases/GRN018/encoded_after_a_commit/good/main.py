"""An event is made of a row after the commit that has expired it."""
# requires: sqlalchemy>=2.0, fastapi

from __future__ import annotations

from mill.database import engine
from mill.models import Base
from mill.orders import place


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    event = await place("flour")
    print(event["order"]["goods"])
