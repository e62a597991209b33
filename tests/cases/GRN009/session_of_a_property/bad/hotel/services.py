from __future__ import annotations

from hotel.work import UnitOfWork
from sqlalchemy.ext.asyncio import AsyncSession


class Service:
    def __init__(self, work: UnitOfWork) -> None:
        self.work = work

    @property
    def db(self) -> AsyncSession:
        return self.work.session
