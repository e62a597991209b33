"""A decorator opens the session and hands it in; the job reads on after its commit."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from waterworks.database import SessionFactory, create_tables
from waterworks.jobs import close_the_month
from waterworks.models import Meter


async def main() -> None:
    await create_tables()
    async with SessionFactory() as session:
        session.add_all([Meter(street="Mill Lane", litres=420), Meter(street="Quay", litres=7)])
        await session.commit()
    await close_the_month()
