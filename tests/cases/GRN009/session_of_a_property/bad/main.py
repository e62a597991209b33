"""A service has its session as a property of a base class, which asks the unit of work for it."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from hotel.database import Session, engine
from hotel.models import Base, Booking
from hotel.bookings import BookingService
from hotel.work import UnitOfWork


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Booking(id=1, guest="Ada", nights=2))
        await session.commit()
    print(await BookingService(UnitOfWork()).extend(1))  # here: MissingGreenlet
