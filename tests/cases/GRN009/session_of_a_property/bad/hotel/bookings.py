from __future__ import annotations

from hotel.models import Booking
from hotel.services import Service


class BookingService(Service):
    async def extend(self, booking_id: int) -> str:
        async with self.work:
            booking = await self.db.get_one(Booking, booking_id)
            booking.nights += 1
            await self.work.save()
            return f"{booking.guest}: {booking.nights}"  # GRN009: MissingGreenlet
