"""`eager_defaults` has the flush fetch what the database sets."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from shop.database import create_tables, sessions
from shop.models import Order
from shop.orders import ship


async def main() -> None:
    await create_tables()
    async with sessions.begin() as session:
        session.add(Order(customer="ann"))
    await ship(1)
