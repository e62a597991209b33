"""A context manager rolls back and swallows the error; the next line reads what has expired."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from herbarium.database import SessionFactory, create_tables
from herbarium.imports import add_names
from herbarium.models import Name, Plant


async def main() -> None:
    await create_tables()
    async with SessionFactory() as session:
        session.add_all([Plant(latin="Bellis perennis"), Name(text="daisy", plant_id=1)])
        await session.commit()
    async with SessionFactory() as session:
        print(await add_names(session, 1, ["daisy"]))
