"""Buying."""

from fastapi import APIRouter

from bookshop.dependencies import OrderServiceDep
from bookshop.models import Order
from bookshop.schemas import OrderIn, OrderOut

router = APIRouter(prefix="/orders", tags=["orders"])


@router.post("", status_code=201, response_model=OrderOut)
async def place_order(data: OrderIn, service: OrderServiceDep) -> Order:
    return await service.place(data)


@router.get("/{order_id}", response_model=OrderOut)
async def get_order(order_id: int, service: OrderServiceDep) -> Order:
    return await service.get(order_id)
