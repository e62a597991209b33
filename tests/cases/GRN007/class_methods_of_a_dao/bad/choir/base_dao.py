from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession


class BaseDAO:
    model: Any = None

    @classmethod
    async def find_one_or_none(cls, session: AsyncSession, **filter_by: Any) -> Any:
        query = select(cls.model).filter_by(**filter_by)
        return (await session.execute(query)).scalar_one_or_none()
