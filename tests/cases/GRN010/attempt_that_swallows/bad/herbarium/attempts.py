from __future__ import annotations

from types import TracebackType

from sqlalchemy.ext.asyncio import AsyncSession


class Attempt:
    """Keeps what was written if all went well, and says whether it did."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.failed = False

    async def __aenter__(self) -> Attempt:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if kind is None:
            await self.session.commit()
            return False
        self.failed = True
        await self.session.rollback()
        return True
