from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from .models import Card
from .retrying import retry_on_conflict


@retry_on_conflict(attempts=2)
async def add_card(session: AsyncSession, board_name: str, *, attempt: int) -> int:
    card = Card(slug=f"{board_name}-{attempt}")
    session.add(card)
    await session.flush()
    return card.id
