from __future__ import annotations

from bakery.containers import Container
from bakery.services import OrderService
from dependency_injector.wiring import Provide, inject


@inject
async def show(order_id: int, orders: OrderService = Provide[Container.orders]) -> str:
    order = await orders.rename(order_id, "Grace")
    return f"{order.customer}: {[loaf.kind for loaf in order.loaves]}"
