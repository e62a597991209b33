from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column


class Withdrawable:
    withdrawn: Mapped[bool] = mapped_column(default=False)

    def withdraw(self, session: AsyncSession) -> None:
        self.withdrawn = True
        session.flush()  # GRN004: never awaited: coroutine 'AsyncSession.flush' was never awaited
