from __future__ import annotations

import logging

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from harbour.models import Ship

log = logging.getLogger(__name__)


async def note_arrivals(session: AsyncSession) -> None:
    for ship in await session.scalars(select(Ship).options(joinedload(Ship.berth))):
        log.warning(f"arrived: {ship}")
