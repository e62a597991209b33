from __future__ import annotations

from collections.abc import Awaitable

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column


class Withdrawable:
    withdrawn: Mapped[bool] = mapped_column(default=False)

    def withdraw(self, session: AsyncSession) -> Awaitable[None]:
        self.withdrawn = True
        return session.flush()
