from __future__ import annotations

from .base import Service
from .models import Barrel


class BarrelService(Service):
    async def draw(self, barrel_id: int, litres: int) -> Barrel:
        async with self.transaction() as session:
            barrel = await session.get_one(Barrel, barrel_id)
            barrel.litres -= litres
            return barrel
