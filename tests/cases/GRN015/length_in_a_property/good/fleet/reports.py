from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from fleet.models import Depot, Truck


async def sizes(session: AsyncSession) -> dict[str, int]:
    query = select(Depot.name, func.count(Truck.id)).outerjoin(Depot.trucks).group_by(Depot.id)
    return {name: size for name, size in await session.execute(query)}
