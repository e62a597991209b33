from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from fair.models import Stall, Visit


async def stalls_by_street(session: AsyncSession) -> dict[str, list[Stall]]:
    query = select(Stall).order_by(Stall.id).options(selectinload(Stall.visits))
    streets = defaultdict(list)
    for stall in await session.scalars(query):
        streets[stall.street].append(stall)
    return streets


async def last_visits(session: AsyncSession) -> dict[int, Visit]:
    query = select(Visit).order_by(Visit.id.desc()).options(selectinload(Visit.stall))
    latest = {}
    for visit in await session.scalars(query):
        latest.setdefault(visit.stall_id, visit)
    return latest
