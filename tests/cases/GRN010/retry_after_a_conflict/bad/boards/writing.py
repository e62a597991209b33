from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from .models import Board, Card
from .retrying import retry_on_conflict


@retry_on_conflict(attempts=2)
async def add_card(session: AsyncSession, board: Board, *, attempt: int) -> int:
    card = Card(slug=f"{board.name}-{attempt}")  # here: MissingGreenlet
    session.add(card)
    await session.flush()
    return card.id
