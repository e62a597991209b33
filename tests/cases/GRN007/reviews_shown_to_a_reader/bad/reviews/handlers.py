from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Reader, Review


async def show(session: AsyncSession, reader: Reader) -> list[str]:
    reviews = (await session.scalars(select(Review).order_by(Review.id))).all()
    lines = [f"Hello {reader.name}"]
    for review in reviews:
        lines.append(f"{review.reader.name}: {review.stars}")  # GRN007: MissingGreenlet
    return lines
