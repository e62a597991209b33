from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy import ScalarResult, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from .database import Hive


class Hives:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    @property
    def is_busy(self) -> bool:
        return self.session.in_transaction()

    def put_up(self, name: str) -> Hive:
        hive = Hive(name=name)
        self.session.add(hive)
        self.session.flush()  # GRN004: never awaited: coroutine 'AsyncSession.flush' was never
        return hive

    def query(self) -> Select[tuple[str]]:
        return select(Hive.name).order_by(Hive.name)

    def names(self) -> Awaitable[ScalarResult[str]]:
        query = self.query()
        return self.session.scalars(query)

    def saving(self) -> Callable[[], Awaitable[None]]:
        return lambda: self.session.commit()
