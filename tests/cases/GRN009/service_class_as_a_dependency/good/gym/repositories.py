from __future__ import annotations

from .database import SessionDep


class Repository:
    def __init__(self, session: SessionDep) -> None:
        self.session = session

    async def save(self) -> None:
        await self.session.commit()
