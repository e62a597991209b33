from __future__ import annotations

import asyncio

from fleet.models import Tour
from fleet.sessions import Sessions
from sqlalchemy import select
from sqlalchemy.orm import joinedload


async def report(name: str) -> str:
    async with Sessions() as session:
        query = select(Tour).where(Tour.name == name).options(joinedload(Tour.driver))
        tour = (await session.scalars(query)).one()
        return f"{tour.name}: {tour.driver.name}"


async def report_all(names: list[str]) -> list[str | BaseException]:
    return await asyncio.gather(*(report(name) for name in names), return_exceptions=True)
