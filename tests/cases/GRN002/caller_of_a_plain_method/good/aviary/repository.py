from __future__ import annotations

from collections.abc import Awaitable

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from .database import Bird


class Birds:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    def keep(self, bird: Bird) -> Awaitable[None]:
        self.session.add(bird)
        return self.session.commit()

    def count(self) -> Awaitable[int | None]:
        return self.session.scalar(select(func.count(Bird.id)))
