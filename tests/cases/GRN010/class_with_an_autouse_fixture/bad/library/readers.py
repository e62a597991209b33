from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from .models import Reader


class Readers:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, card: str) -> Reader:
        reader = Reader(card=card)
        self.session.add(reader)
        await self.session.flush()
        return reader
