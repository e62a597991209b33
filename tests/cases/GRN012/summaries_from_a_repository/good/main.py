"""Whole rows are loaded where whole rows are read."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from crm.database import create_tables, new_session
from crm.mailing import addresses
from crm.models import Contact


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Contact(name="Ann", email="ann@example.org"))
    print(await addresses())
