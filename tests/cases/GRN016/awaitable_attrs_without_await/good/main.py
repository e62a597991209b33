"""A receipt awaits what `awaitable_attrs` loads."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from shop.models import Session, Voucher, prepare
from shop.receipts import receipt


async def main() -> None:
    await prepare()
    async with Session() as session:
        voucher = await session.get_one(Voucher, 1)
        print(await receipt(voucher))
