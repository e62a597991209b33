"""A task group of anyio has a task for each member, with the session of a unit of work.

The good twin has only one of them at it: a limiter with a single token keeps the others out."""
# requires: sqlalchemy>=2.0, anyio>=4

from __future__ import annotations

from club.database import Session, engine
from club.fees import remind
from club.models import Base, Member
from club.units import UnitOfWork


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add_all([Member(name="Ines", reminders=0), Member(name="Otto", reminders=0)])
        await session.commit()
    async with UnitOfWork() as unit:
        await remind(unit, [1, 2])
