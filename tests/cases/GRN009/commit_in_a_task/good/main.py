"""A worker saves a delivery in a task, and reads it when the task is done."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from depot.database import Session, engine
from depot.models import Base, Delivery
from depot.worker import deliver


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Delivery(address="Main Street 1"))
        await session.commit()
    print(await deliver())
