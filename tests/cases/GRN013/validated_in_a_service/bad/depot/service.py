from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .models import Item, Order
from .schemas import OrderOut


class OrderService:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def show(self, order_id: int) -> OrderOut:
        query = select(Order).where(Order.id == order_id)
        query = query.options(selectinload(Order.items))
        order = (await self.session.execute(query)).scalar_one()
        return OrderOut.model_validate(order)  # GRN013: ValidationError
