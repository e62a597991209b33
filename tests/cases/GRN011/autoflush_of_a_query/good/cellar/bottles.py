from __future__ import annotations

from sqlalchemy import select

from .database import new_session
from .models import Bottle


async def drink(bottle_id: int) -> str:
    async with new_session.begin() as session:
        bottle = await session.get_one(Bottle, bottle_id)
        bottle.empty = True
        full = select(Bottle.id).where(Bottle.wine == bottle.wine, ~Bottle.empty)
        left = len((await session.scalars(full)).all())
        await session.refresh(bottle, ["moved_at"])
        return f"{left} left since {bottle.moved_at:%H:%M}"
