from __future__ import annotations

from garden.models import Plant
from sqlalchemy.ext.asyncio import AsyncSession


class StoredBeds:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def put(self, plant: Plant) -> Plant:
        async with self.session as session:
            session.add(plant)
            await session.commit()
            plant.name = plant.name.title()
            await session.flush()
            print(plant.name, "was watered", plant.watered)  # GRN011: MissingGreenlet
            await session.commit()
        return plant
