from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Booking


async def balance(session: AsyncSession) -> int:
    result = await session.execute(select(Booking))
    bookings = result.scalars().all()
    return sum(booking.cents for booking in bookings)
