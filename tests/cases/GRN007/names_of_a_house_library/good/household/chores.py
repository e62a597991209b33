from __future__ import annotations

import housekit.database as db
from household.models import Room
from sqlalchemy.orm import selectinload


async def chores_of(session: db.House, room_id: int) -> str:
    room = await session.get_one(Room, room_id, options=[selectinload(Room.chores)])
    label = room.label
    return f"{label}: {[chore.name for chore in room.chores]}"
