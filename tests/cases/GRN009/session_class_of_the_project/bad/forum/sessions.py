from __future__ import annotations

from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

T = TypeVar("T")


class ForumSession(AsyncSession):
    async def save(self, entity: T) -> T:
        self.add(entity)
        await self.commit()
        return entity
