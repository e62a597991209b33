from __future__ import annotations

from types import TracebackType

from hotel.database import Session
from sqlalchemy.ext.asyncio import AsyncSession


class UnitOfWork:
    def __init__(self) -> None:
        self._session: AsyncSession | None = None

    @property
    def session(self) -> AsyncSession:
        if self._session is None:
            raise RuntimeError("the unit of work has not begun")
        return self._session

    async def __aenter__(self) -> UnitOfWork:
        self._session = Session()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.session.close()
        self._session = None

    async def save(self) -> None:
        await self.session.commit()
