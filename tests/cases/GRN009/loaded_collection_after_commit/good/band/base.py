from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession


class BaseService:
    session: AsyncSession

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def save(self) -> None:
        await self.session.commit()
