from __future__ import annotations

from .database import SessionDep
from .models import Player


async def current_player(session: SessionDep) -> Player:
    return await session.get_one(Player, 1)
