from __future__ import annotations

from shop.database import db
from shop.models import Basket
from shop.payments import pay


async def check_out(basket_id: int) -> str:
    basket = await db.get_one(Basket, basket_id)
    await pay(basket)
    return f"paid {basket.total}"  # GRN009: MissingGreenlet
