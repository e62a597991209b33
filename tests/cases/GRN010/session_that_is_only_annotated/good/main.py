"""A handler knows its session by the annotation in its base class, and reads after a rollback."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from zoo.database import Session, engine
from zoo.models import Animal, Base
from zoo.feeding import Feeding


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Animal(id=1, name="Lea", meals=1))
        await session.commit()
    print(await Feeding.within(Session()).feed(1, meals=9))
