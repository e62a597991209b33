"""A service asks its base class to save, and that rolls back before it says that it failed."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from tickets.database import create_tables, new_session
from tickets.models import Seat
from tickets.seating import Seating


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add_all([Seat(place="A1"), Seat(place="A2")])
    async with new_session() as session:
        print(await Seating(session).move("A1", "A2"))
