from __future__ import annotations

import asyncio

from fleet.models import Tour
from fleet.sessions import Sessions
from sqlalchemy import select


async def report(name: str) -> str:
    async with Sessions() as session:
        tour = (await session.scalars(select(Tour).where(Tour.name == name))).one()
        return f"{tour.name}: {tour.driver.name}"  # GRN007: MissingGreenlet


async def report_all(names: list[str]) -> list[str | BaseException]:
    return await asyncio.gather(*(report(name) for name in names), return_exceptions=True)
