from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from nursery.database import get_session
from nursery.models import Plant
from sqlalchemy.ext.asyncio import AsyncSession


class PlantService:
    def __init__(self, db: Annotated[AsyncSession, Depends(get_session)]) -> None:
        self.db = db

    async def pot(self, plant_id: int) -> Plant:
        plant = await self.db.get_one(Plant, plant_id)
        plant.pots += 1
        await self.db.commit()
        return plant
