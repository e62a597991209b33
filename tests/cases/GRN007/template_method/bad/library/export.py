from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession


class Export(ABC):
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def render(self) -> str:
        rows = await self.fetch()
        return "\n".join([self.line(row) for row in rows])

    @abstractmethod
    async def fetch(self) -> Sequence[Any]: ...

    @abstractmethod
    def line(self, row: Any) -> str: ...
