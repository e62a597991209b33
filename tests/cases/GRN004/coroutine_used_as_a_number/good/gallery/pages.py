from __future__ import annotations

from collections.abc import Awaitable

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Photo


def count_photos(session: AsyncSession) -> Awaitable[int | None]:
    return session.scalar(select(func.count(Photo.id)))


async def count_pages(session: AsyncSession, size: int) -> int:
    return -(-(await count_photos(session) or 0) // size)
