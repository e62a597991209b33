from __future__ import annotations

import logging

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from harbour.models import Ship

log = logging.getLogger(__name__)


async def note_arrivals(session: AsyncSession) -> None:
    for ship in await session.scalars(select(Ship)):
        log.warning(f"arrived: {ship}")  # GRN007: MissingGreenlet
