from __future__ import annotations

from dependency_injector.wiring import Provide, inject
from parking.containers import Container
from parking.models import Car
from sqlalchemy.ext.asyncio import AsyncSession


@inject
async def fine(car_id: int, session: AsyncSession = Provide[Container.session]) -> str:
    async with session:
        car = await session.get_one(Car, car_id)
        car.fines += 1
        await session.commit()
        return f"{car.plate}: {car.fines}"  # GRN009: MissingGreenlet
