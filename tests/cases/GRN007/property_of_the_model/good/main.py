"""A property of the model sums up a collection that the query left out."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from cart.checkout import amount_due
from cart.database import create_tables, new_session
from cart.models import Cart, Item


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Cart(items=[Item(cents=450, copies=2), Item(cents=380)]))
    print(await amount_due(1))
