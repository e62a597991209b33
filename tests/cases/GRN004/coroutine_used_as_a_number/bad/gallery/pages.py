from __future__ import annotations

from collections.abc import Awaitable

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Photo


def count_pages(session: AsyncSession, size: int) -> int:
    return -(-session.scalar(select(func.count(Photo.id))) // size)  # GRN004: TypeError: bad operand
