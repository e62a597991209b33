from __future__ import annotations

from .models import Order


def total(order: Order) -> int:
    return sum(item.price for item in order.items)
