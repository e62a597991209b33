from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from .models import Member


async def waive(session: AsyncSession, member: Member) -> None:
    member.fee = 0
    await session.flush()
