from __future__ import annotations

from . import database
from .models import Order


async def place_order(customer: str, product: str) -> str:
    async with database.new_session() as session:
        order = Order(customer=customer, product=product)
        session.add(order)
        session.flush()  # GRN002: never awaited: coroutine 'AsyncSession.flush' was never awaited
        number = order.id
        await session.commit()
    return f"order {number}: {product}"
