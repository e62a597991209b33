from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .models import Base

T = TypeVar("T", bound=Base)


def loader(
    session: AsyncSession, model: type[T], *relationships: str
) -> Callable[[int], Awaitable[T]]:
    options = [selectinload(getattr(model, name)) for name in relationships]

    async def load(key: int) -> T:
        return await session.get_one(model, key, options=options)

    return load
