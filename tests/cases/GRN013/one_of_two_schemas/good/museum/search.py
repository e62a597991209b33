from __future__ import annotations

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .models import Exhibit
from .schemas import Gallery, Teaser

found = TypeAdapter(list[Gallery | Teaser])


async def search(session: AsyncSession, title: str) -> list[Gallery | Teaser]:
    query = select(Exhibit).where(Exhibit.title == title)
    exhibits = (await session.scalars(query.options(selectinload(Exhibit.pictures)))).all()
    return found.validate_python(exhibits)
