from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dojo.models import Lesson


class SqlClasses:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def titled(self, title: str) -> Lesson:
        query = select(Lesson).where(Lesson.title == title)
        return (await self._session.scalars(query)).one()
