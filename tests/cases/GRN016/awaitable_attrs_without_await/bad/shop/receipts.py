from __future__ import annotations

from .models import Voucher


async def receipt(voucher: Voucher) -> str:
    customer = voucher.awaitable_attrs.customer  # GRN016: AttributeError later
    return f"for {customer.name}"  # here: AttributeError: 'coroutine' object has no attribute
