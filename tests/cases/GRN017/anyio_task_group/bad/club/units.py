from __future__ import annotations

from club.database import Session


class UnitOfWork:
    def __init__(self) -> None:
        self.session = Session()

    async def __aenter__(self) -> UnitOfWork:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.session.close()
