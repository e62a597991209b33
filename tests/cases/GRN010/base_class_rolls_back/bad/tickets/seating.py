from __future__ import annotations

from sqlalchemy import select

from tickets.base import Service
from tickets.models import Seat


class Seating(Service):
    async def save(self) -> bool:
        return await super().save()

    async def move(self, place: str, wanted: str) -> str:
        seat = (await self.session.scalars(select(Seat).where(Seat.place == place))).one()
        seat.place = wanted
        if not await self.save():
            return f"seat {seat.id} stays where it is"  # GRN010: MissingGreenlet
        return f"seat {seat.id} is now {wanted}"
