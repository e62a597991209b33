"""The session is only annotated; an option says that every commit of the project expires."""
# requires: sqlalchemy>=2.0, dependency-injector

from __future__ import annotations

import parking.tickets
from parking.containers import Container
from parking.models import Base, Car


async def main() -> None:
    container = Container()
    container.wire(modules=[parking.tickets])
    async with container.engine().begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with container.session() as session:
        session.add(Car(id=1, plate="B-AD 1815", fines=0))
        await session.commit()
    print(await parking.tickets.fine(1))
