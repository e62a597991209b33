from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Painter
from .schemas import Page


async def first_page(session: AsyncSession) -> Page:
    result = await session.execute(select(Painter).limit(10))
    painters = result.scalars().all()
    return Page(painters=painters, total=len(painters))  # GRN013: ValidationError
