from __future__ import annotations

from typing import Any

from aquarium.models import Tank
from litestar import Controller, get
from sqlalchemy.ext.asyncio import AsyncSession


class TankController(Controller):
    path = "/tanks"

    @get("/{tank_id:int}")
    async def show(self, tank_id: int, db_session: AsyncSession) -> dict[str, Any]:
        tank = await db_session.get_one(Tank, tank_id)
        tank.litres -= 1
        await db_session.commit()
        return {
            "litres": tank.litres,
            "fishes": [fish.species for fish in tank.fishes],  # GRN007: MissingGreenlet
        }
