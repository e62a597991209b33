from __future__ import annotations

from sqlalchemy import select

from . import models
from .database import new_session


async def riders_of(name: str) -> list[str]:
    query = select(models.Horse).where(models.Horse.name == name)
    async with new_session() as session:
        horse = (await session.execute(query)).scalar_one()
        return [rider.name for rider in horse.riders]  # GRN007: MissingGreenlet
