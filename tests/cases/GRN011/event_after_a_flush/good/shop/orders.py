from __future__ import annotations

from sqlalchemy import select

from .database import sessions
from .events import publish
from .models import Order


async def ship(order_id: int) -> None:
    async with sessions() as session, session.begin():
        order = await session.scalar(select(Order).where(Order.id == order_id))
        if order is None or order.state != "paid":
            return
        order.state = "shipped"
        await session.flush()
        await publish("orders.shipped", order.id, order.changed_at)
