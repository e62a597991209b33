from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.interfaces import ORMOption

from orchard.models import Base

Model = TypeVar("Model", bound=Base)


class BaseRepository(Generic[Model]):
    model: type[Model]

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def list(self, *options: ORMOption, **criteria: Any) -> Sequence[Model]:
        query = select(self.model).filter_by(**criteria)
        if options:
            query = query.options(*options)
        return (await self.session.scalars(query)).all()
