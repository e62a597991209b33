from __future__ import annotations

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Exhibit
from .schemas import Gallery, Teaser

found = TypeAdapter(list[Gallery | Teaser])


async def search(session: AsyncSession, title: str) -> list[Gallery | Teaser]:
    exhibits = (await session.scalars(select(Exhibit).where(Exhibit.title == title))).all()
    return found.validate_python(exhibits)
