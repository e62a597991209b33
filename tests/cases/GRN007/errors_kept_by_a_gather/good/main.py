"""A gather() that returns exceptions hides that every one of its reports has failed."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from fleet.models import Base, Driver, Tour
from fleet.reports import report_all
from fleet.sessions import Sessions, engine


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Sessions() as session:
        session.add(Tour(name="north", driver=Driver(name="Ada")))
        await session.commit()
    for outcome in await report_all(["north"]):
        if isinstance(outcome, BaseException):
            raise outcome
        print(outcome)
