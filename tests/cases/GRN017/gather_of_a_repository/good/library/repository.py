from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from library.models import Loan


class LoanRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def titles(self) -> list[str]:
        return list((await self._session.scalars(select(Loan.title))).all())

    async def late(self) -> int:
        query = select(func.count()).select_from(Loan).where(Loan.late)
        return await self._session.scalar(query) or 0
