from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from .models import Base

ModelT = TypeVar("ModelT", bound=Base)


class Repository(Generic[ModelT]):
    model: type[ModelT]

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, instance: ModelT) -> None:
        self._session.add(instance)
        await self._session.commit()

    async def list(self) -> Sequence[ModelT]:
        return self._session.query(self.model).all()  # GRN006: AttributeError: 'AsyncSession'
