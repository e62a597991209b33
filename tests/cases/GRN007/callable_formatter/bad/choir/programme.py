from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .formatting import Line
from .models import Singer


async def programme(session: AsyncSession) -> list[str]:
    singers = (await session.scalars(select(Singer))).all()
    singers = sorted(singers, key=Line(0, with_voice=False))
    return list(map(Line(20), singers))  # GRN007: MissingGreenlet
