from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from . import models
from .database import new_session


async def riders_of(name: str) -> list[str]:
    query = select(models.Horse).where(models.Horse.name == name)
    query = query.options(selectinload(models.Horse.riders))
    async with new_session() as session:
        horse = (await session.execute(query)).scalar_one()
        return [rider.name for rider in horse.riders]
