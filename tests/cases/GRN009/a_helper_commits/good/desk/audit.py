from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from desk.models import AuditEntry


async def record(session: AsyncSession, text: str) -> None:
    session.add(AuditEntry(text=text))
    await session.commit()
