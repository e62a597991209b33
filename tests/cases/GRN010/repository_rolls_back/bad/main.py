"""The repository rolls back, and its caller goes on with the object it had."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from hotel.bookings import book
from hotel.database import create_tables, sessions
from hotel.models import Booking, Room


async def main() -> None:
    await create_tables()
    async with sessions.begin() as session:
        session.add_all([Room(name="Sea view"), Booking(room_id=1, night="2024-05-01")])
    print(await book(1, "2024-05-01"))
