from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from chess.models import Player


async def pair(session: AsyncSession, first: int, second: int) -> str:
    white = await session.get_one(Player, first)
    black = await session.get_one(Player, second)
    alike = white == black
    white.games += 1
    black.games += 1
    await session.commit()
    return "alike" if alike else "unlike"
