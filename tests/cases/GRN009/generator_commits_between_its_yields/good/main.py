"""A generator commits when it is resumed, and so expires what its consumer has kept."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from mailroom.database import SessionFactory, create_tables
from mailroom.models import Letter
from mailroom.outbox import claimed


async def main() -> None:
    await create_tables()
    async with SessionFactory() as session:
        session.add_all([Letter(address="Mill Lane 3"), Letter(address="Quay 1")])
        await session.commit()
    async with SessionFactory() as session:
        sent = []
        async for letter in claimed(session):
            sent.append(letter.address)
        print(sent)
