from __future__ import annotations

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .database import Anvil, get_db


class Anvils:
    def __init__(self, session: AsyncSession = Depends(get_db)) -> None:  # GRN003: TypeError later
        self.session = session

    async def names(self) -> list[str]:
        found = await self.session.scalars(select(Anvil.name))  # here: TypeError: …can't be…await
        return list(found)
