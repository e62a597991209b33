from __future__ import annotations

from .models import Voucher


async def receipt(voucher: Voucher) -> str:
    customer = await voucher.awaitable_attrs.customer
    return f"for {customer.name}"
