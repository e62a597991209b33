from __future__ import annotations

import housekit.database as db
from household.models import Room


async def chores_of(session: db.House, room_id: int) -> str:
    room = await session.get_one(Room, room_id)
    label = room.label
    return f"{label}: {[chore.name for chore in room.chores]}"  # GRN007: MissingGreenlet
