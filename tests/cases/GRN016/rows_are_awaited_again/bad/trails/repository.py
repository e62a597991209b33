from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .database import Trail


class Trails:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def longer_than(self, kilometres: int) -> Sequence[Trail]:
        query = select(Trail).where(Trail.kilometres > kilometres)
        result = await self.session.execute(query)
        return await result.scalars().all()  # GRN016: TypeError: …list…can't be…await
