from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from fleet.models import Depot


async def sizes(session: AsyncSession) -> dict[str, int]:
    depots = (await session.execute(select(Depot))).scalars()
    return {depot.name: depot.size for depot in depots}
