"""A serializer is a class of static methods, which another file calls with a row."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from shop.database import Session, engine
from shop.models import Base, Item, Shelf
from shop.catalogue import show


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Shelf(id=1, label="A", items=[Item(name="cup")]))
        await session.commit()
    print(await show(1))  # here: MissingGreenlet
