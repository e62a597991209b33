"""The mixin of a repository flushes; a property that the model has from a mixin tells the age."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from greenhouse.database import create_tables, new_session
from greenhouse.models import Bed
from greenhouse.repository import BedRepository


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Bed(plant="kale"))
    async with new_session.begin() as session:
        beds = BedRepository(session)
        bed = await beds.get(1)
        await beds.update(bed, plant="leek")
        print(bed.plant, bed.changed_on)
