from __future__ import annotations

import enum
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from .models import Base

T = TypeVar("T", bound=Base)


class Mode(enum.Enum):
    COMMIT = "commit"
    FLUSH = "flush"


async def save(
    session: AsyncSession, row: T, *, mode: Mode | None = None, refresh: bool = False
) -> T:
    if mode is None:
        mode = Mode.COMMIT
    session.add(row)
    if mode is Mode.COMMIT:
        await session.commit()
    else:
        await session.flush()
    if refresh:
        await session.refresh(row)
    return row
