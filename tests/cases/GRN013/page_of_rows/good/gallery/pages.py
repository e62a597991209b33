from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .models import Painter
from .schemas import Page


async def first_page(session: AsyncSession) -> Page:
    query = select(Painter).limit(10).options(selectinload(Painter.pictures))
    painters = (await session.execute(query)).scalars().all()
    return Page(painters=painters, total=len(painters))
