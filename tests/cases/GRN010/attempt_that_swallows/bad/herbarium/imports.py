from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from .attempts import Attempt
from .models import Name, Plant


async def add_names(session: AsyncSession, plant_id: int, names: list[str]) -> str:
    plant = await session.get_one(Plant, plant_id)
    async with Attempt(session) as attempt:
        session.add_all([Name(text=name, plant_id=plant.id) for name in names])
        await session.flush()
    outcome = "as before" if attempt.failed else "with new names"
    return f"{plant.latin}: {outcome}"  # GRN010: MissingGreenlet
