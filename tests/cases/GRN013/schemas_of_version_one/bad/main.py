"""Schemas of Pydantic 1 have `orm_mode` in a base class in another file, and read by alias."""
# requires: sqlalchemy>=2.0, pydantic>=2,<3, python<3.14

from __future__ import annotations

from choirs.database import Session, engine
from choirs.models import Base, Choir, Singer
from choirs.singers import show


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Choir(id=1, title="Cantus", singers=[Singer(name="Ada")]))
        await session.commit()
    print(await show(1))  # here: MissingGreenlet
