"""Two tasks with names, waited for together, take their rows with one session.

The good twin has two different sessions."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from database import Session, engine
from inventory import check
from models import Base, Part


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add_all([Part(name="bolt", stock=3), Part(name="nut", stock=0)])
        await session.commit()
    print(await check())
