from __future__ import annotations

from cart.database import new_session
from cart.models import Cart


async def amount_due(cart_id: int) -> str:
    async with new_session() as session:
        cart = await session.get(Cart, cart_id)
        if cart is None:
            raise LookupError(cart_id)
        return f"{cart.total / 100:.2f}"
