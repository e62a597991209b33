"""A query in between flushes the change, and with that takes the time stamp away."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from cellar.bottles import drink
from cellar.database import create_tables, new_session
from cellar.models import Bottle


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add_all([Bottle(wine="Barolo"), Bottle(wine="Barolo")])
    print(await drink(1))
