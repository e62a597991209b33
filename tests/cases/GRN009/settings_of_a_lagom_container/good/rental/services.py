from __future__ import annotations

from rental.models import Bike
from rental.storage import SessionSource


class Rentals:
    def __init__(self, sessions: SessionSource) -> None:
        self.sessions = sessions

    async def ride(self, bike_id: int) -> str:
        async with self.sessions() as session:
            bike = await session.get_one(Bike, bike_id)
            bike.trips += 1
            await session.commit()
            await session.refresh(bike)
            return f"{bike.name}: {bike.trips}"
