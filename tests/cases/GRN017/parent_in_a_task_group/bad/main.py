"""The block of a TaskGroup reads with the session that its task is at.

The good twin reads before the block: the task alone goes on with the session."""
# requires: sqlalchemy>=2.0, python>=3.11

from __future__ import annotations

from database import Session, engine
from kitchen import Kitchen
from models import Base, Order


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Order(dish="soup", served=False))
        await session.commit()
    async with Session() as session:
        print(await Kitchen(session).serve())
