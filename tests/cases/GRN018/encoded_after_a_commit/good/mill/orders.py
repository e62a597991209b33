from __future__ import annotations

from typing import Any

from fastapi.encoders import jsonable_encoder

from .database import SessionFactory
from .models import Order


async def place(goods: str) -> dict[str, Any]:
    async with SessionFactory() as session:
        order = Order(goods=goods)
        session.add(order)
        await session.commit()
        await session.refresh(order)
        return {"order": jsonable_encoder(order)}
