from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .models import Thread


async def overview(session: AsyncSession) -> list[str]:
    query = select(Thread).order_by(Thread.title)
    query = query.options(selectinload(Thread.replies))
    result = await session.execute(query)
    lines = []
    for thread in result.scalars().all():
        lines.append(f"{thread.title}: {len(thread.replies)}")
    return lines
