from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Dog


class Dogs:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def names(self) -> list[str]:
        query = select(Dog.name)
        found = await self.session.execute(query)
        return list(found.scalars())
