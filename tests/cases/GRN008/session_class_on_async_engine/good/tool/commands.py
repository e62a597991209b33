from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from tool.database import engine
from tool.models import Line


async def count_lines() -> int:
    async with AsyncSession(engine) as session:
        total = await session.scalar(select(func.count(Line.id)))
    return total or 0
