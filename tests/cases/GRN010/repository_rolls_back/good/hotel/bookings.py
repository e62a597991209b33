from __future__ import annotations

from .database import sessions
from .models import Booking, Room
from .repository import Conflict, Repository


async def book(room_id: int, night: str) -> str:
    async with sessions() as session:
        repository = Repository(session)
        room = await repository.get(Room, room_id)
        try:
            await repository.save(Booking(room_id=room.id, night=night))
        except Conflict:
            return f"{room.name} is taken on {night}"
        await session.commit()
        return f"{room.name} is yours on {night}"
