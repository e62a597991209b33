"""The coroutine is kept under the name of a result, and breaks one line later."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from ledger.database import create_tables, new_session
from ledger.models import Booking
from ledger.reports import balance


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add_all([Booking(cents=500), Booking(cents=-120)])
    async with new_session() as session:
        print(await balance(session))
