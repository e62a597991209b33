from __future__ import annotations

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from station.models import Reading


async def measure(sensor: str) -> float:
    await asyncio.sleep(0)
    return 7.5 if sensor == "cellar" else 19.0


class Collector:
    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.sessions = sessions

    async def collect(self, sensors: list[str]) -> None:
        async with asyncio.TaskGroup() as group:
            for sensor in sensors:
                group.create_task(self.read(sensor))

    async def read(self, sensor: str) -> None:
        async with self.sessions() as session:
            session.add(Reading(sensor=sensor, celsius=await measure(sensor)))
            await session.commit()
