from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .models import Band


async def find_band(session: AsyncSession, name: str, with_gigs: bool = False) -> Band:
    query = select(Band).where(Band.name == name)
    if with_gigs:
        query = query.options(selectinload(Band.gigs))
    return (await session.scalars(query)).one()
