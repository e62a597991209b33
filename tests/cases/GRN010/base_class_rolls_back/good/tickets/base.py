from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession


class Service:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def save(self) -> bool:
        try:
            await self.session.commit()
        except IntegrityError:
            await self.session.rollback()
            return False
        return True
