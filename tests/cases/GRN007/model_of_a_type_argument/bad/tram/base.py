from __future__ import annotations

from typing import Any, Generic, TypeVar, get_args

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from tram.models import Base

Model = TypeVar("Model", bound=Base)


class Repository(Generic[Model]):
    model: type[Model]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.model = get_args(cls.__orig_bases__[0])[0]  # type: ignore[attr-defined]

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    def query(self, **criteria: Any) -> Select[tuple[Model]]:
        return select(self.model).filter_by(**criteria)

    async def one(self, **criteria: Any) -> Model:
        return (await self.session.scalars(self.query(**criteria))).one()
