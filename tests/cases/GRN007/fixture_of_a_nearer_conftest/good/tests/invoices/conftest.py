from __future__ import annotations

import pytest
from orders.models import Order
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload


@pytest.fixture
async def order(order: Order, session: AsyncSession) -> Order:
    return await session.get_one(Order, order.id, options=[selectinload(Order.items)])
