from __future__ import annotations

from shop.database import db
from shop.models import Basket


async def pay(basket: Basket) -> None:
    basket.paid = True
    await db.commit()
