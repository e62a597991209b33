from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Booking


async def balance(session: AsyncSession) -> int:
    result = session.execute(select(Booking))  # GRN002: AttributeError later
    bookings = result.scalars().all()  # here: AttributeError: 'coroutine' object has no attribute
    return sum(booking.cents for booking in bookings)
