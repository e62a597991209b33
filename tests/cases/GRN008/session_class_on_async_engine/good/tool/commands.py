from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from tool.database import engine
from tool.models import Line


async def count_lines() -> int:
    async with AsyncSession(engine) as session:
        query = select(func.count(Line.id))
        total = await session.scalar(query)
    return total or 0
