from __future__ import annotations

from types import TracebackType

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from parcels.database import new_session
from parcels.repositories import ParcelRepository


class UnitOfWork:
    session: AsyncSession
    parcels: ParcelRepository

    def __init__(self, factory: async_sessionmaker[AsyncSession] = new_session) -> None:
        self._factory = factory

    async def __aenter__(self) -> UnitOfWork:
        self.session = self._factory()
        self.parcels = ParcelRepository(self.session)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.session.close()

    async def commit(self) -> None:
        await self.session.commit()
