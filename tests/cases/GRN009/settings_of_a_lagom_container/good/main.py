"""lagom builds a service, but the service opens its sessions with the factory of its module."""
# requires: sqlalchemy>=2.0, lagom

from __future__ import annotations

from rental.container import make_container
from rental.models import Base, Bike
from rental.services import Rentals
from rental.storage import engine, open_session


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with open_session() as session:
        session.add(Bike(id=1, name="Penny", trips=0))
        await session.commit()
    print(await make_container()[Rentals].ride(1))
