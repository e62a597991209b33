from __future__ import annotations

from bakery.models import Order
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload


class OrderService:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def rename(self, order_id: int, customer: str) -> Order:
        async with self.session as session:
            query = select(Order).where(Order.id == order_id)
            order = (await session.scalars(query.options(selectinload(Order.loaves)))).one()
            order.customer = customer
            await session.commit()
            print(order.customer, "has ordered", len(order.loaves))
            return order
