from __future__ import annotations

from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Base

T = TypeVar("T", bound=Base)


class Conflict(Exception):
    pass


class Repository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, model: type[T], key: int) -> T:
        return await self.session.get_one(model, key)

    async def save(self, instance: Base) -> None:
        self.session.add(instance)
        try:
            await self.session.flush()
        except IntegrityError as error:
            await self.session.rollback()
            raise Conflict from error
