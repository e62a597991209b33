"""A service is a dataclass of repositories that are dataclasses; one of them commits."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from bakery.database import create_tables, new_session
from bakery.models import Order
from bakery.repositories import Orders
from bakery.service import Counter


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Order(bread="rye", loaves=2))
    async with new_session() as session:
        counter = Counter(orders=Orders(session))
        print(await counter.add(1, loaves=3))
