from __future__ import annotations

from types import TracebackType

from sqlalchemy.ext.asyncio import AsyncSession

from .database import SessionFactory


class UnitOfWork:
    session: AsyncSession

    async def __aenter__(self) -> UnitOfWork:
        self._manager = SessionFactory()
        self.session = await self._manager.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            await self.rollback()
        await self._manager.__aexit__(kind, error, trace)

    async def commit(self) -> None:
        await self.session.commit()

    async def rollback(self) -> None:
        await self.session.rollback()
