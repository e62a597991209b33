from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession


class Reads:
    session: AsyncSession
    model: type[Any]

    async def get(self, key: int) -> Any:
        return await self.session.get_one(self.model, key)


class Updates:
    session: AsyncSession

    async def update(self, row: Any, **values: Any) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        await self.session.flush()
