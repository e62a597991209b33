from __future__ import annotations

from bakery.models import Order
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession


class OrderService:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def rename(self, order_id: int, customer: str) -> Order:
        async with self.session as session:
            order = (await session.scalars(select(Order).where(Order.id == order_id))).one()
            order.customer = customer
            await session.commit()
            print(order.customer, "has ordered", len(order.loaves))  # GRN007: MissingGreenlet
            return order
