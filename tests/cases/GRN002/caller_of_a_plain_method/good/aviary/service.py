from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from .database import Bird
from .repository import Birds


async def admit(session: AsyncSession, species: str) -> str:
    birds = Birds(session)
    await birds.keep(Bird(species=species))
    return f"{await birds.count()} birds"
