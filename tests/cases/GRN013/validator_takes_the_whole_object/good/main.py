"""A schema takes the object apart by itself, before its fields, and needs what nothing loaded."""
# requires: sqlalchemy>=2.0, pydantic>=2

from __future__ import annotations

from brewery.database import engine, factory
from brewery.models import Base, Batch, Recipe
from brewery.reports import label_of


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with factory() as session:
        session.add(Recipe(name="stout", batches=[Batch(id=1, litres=40)]))
        await session.commit()
    print(await label_of(1))
