from __future__ import annotations

from fastapi import APIRouter

from .dependencies import CurrentUser

router = APIRouter()


@router.get("/orders")
async def my_orders(user: CurrentUser) -> list[str]:
    return [order.product for order in user.orders]  # GRN007: MissingGreenlet
