from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bakery.models import Order


@dataclass
class Orders:
    session: AsyncSession

    async def get(self, key: int) -> Order:
        return await self.session.get_one(Order, key)

    async def save(self, order: Order) -> None:
        self.session.add(order)
        await self.session.commit()
