from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from .models import Reader, Review


async def show(session: AsyncSession, reader: Reader) -> list[str]:
    query = select(Review).options(joinedload(Review.reader)).order_by(Review.id)
    reviews = (await session.scalars(query)).all()
    lines = [f"Hello {reader.name}"]
    for review in reviews:
        lines.append(f"{review.reader.name}: {review.stars}")
    return lines
