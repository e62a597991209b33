from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from .models import Jar


class JarRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def create(self, label: str) -> Jar:
        jar = Jar(label=label)
        self.session.add(jar)
        await self.session.commit()
        await self.session.refresh(jar)
        return jar
