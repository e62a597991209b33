from __future__ import annotations

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .database import Anvil, get_async_db


class Anvils:
    def __init__(self, session: AsyncSession = Depends(get_async_db)) -> None:
        self.session = session

    async def names(self) -> list[str]:
        found = await self.session.scalars(select(Anvil.name))
        return list(found)
