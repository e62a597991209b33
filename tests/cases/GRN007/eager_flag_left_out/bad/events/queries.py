from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .models import Event


async def find_event(
    session: AsyncSession, event_id: int, *, with_guests: bool = False
) -> Event | None:
    query = select(Event).where(Event.id == event_id)
    if with_guests:
        query = query.options(selectinload(Event.guests))
    result = await session.execute(query)
    return result.scalars().first()
