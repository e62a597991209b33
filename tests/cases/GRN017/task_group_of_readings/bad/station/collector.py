from __future__ import annotations

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from station.models import Reading


async def measure(sensor: str) -> float:
    await asyncio.sleep(0)
    return 7.5 if sensor == "cellar" else 19.0


class Collector:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def collect(self, sensors: list[str]) -> None:
        async with asyncio.TaskGroup() as group:  # here: InvalidRequestError: This session is
            for sensor in sensors:
                group.create_task(self.read(sensor))  # GRN017: InvalidRequestError later

    async def read(self, sensor: str) -> None:
        self.session.add(Reading(sensor=sensor, celsius=await measure(sensor)))
        await self.session.commit()
