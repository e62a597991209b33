from __future__ import annotations

from dataclasses import dataclass

from bakery.repositories import Orders


@dataclass(frozen=True)
class Counter:
    orders: Orders

    async def add(self, key: int, loaves: int) -> str:
        order = await self.orders.get(key)
        order.loaves += loaves
        await self.orders.save(order)
        return f"{order.loaves} of {order.bread}"
