from __future__ import annotations

from .models import Berth, Ship
from .units import UnitOfWork


async def move(ship_id: int, number: int) -> str:
    async with UnitOfWork() as unit:
        ship = await unit.session.get_one(Ship, ship_id)
        berth = await unit.session.get_one(Berth, number)
        if not berth.is_free:
            answer = f"no room for {ship.name}"
            await unit.rollback()
            return answer
        berth.is_free = False
        await unit.commit()
        return f"{ship.name} lies at {berth.number}"
