from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bank.models import Inquiry


async def note_inquiry(session: AsyncSession, owner: str) -> None:
    await session.execute(insert(Inquiry).values(owner=owner))
