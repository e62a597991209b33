from __future__ import annotations

from harbour.models import Berth
from sqlalchemy.ext.asyncio import AsyncSession


class BerthService:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def who_is_at(self, number: int) -> str:
        berth = await self._session.get_one(Berth, number)
        await self._session.commit()
        return berth.ship.name  # GRN007: MissingGreenlet
