"""A log message formats a row, whose text has the name of what it belongs to."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from harbour.arrivals import note_arrivals
from harbour.database import create_tables, new_session
from harbour.models import Berth, Ship


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Ship(name="Elke", berth=Berth(number=4)))
    async with new_session() as session:
        await note_arrivals(session)
