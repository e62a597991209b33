"""A type adapter reads every row of a list, and one field more than the query has loaded."""
# requires: sqlalchemy>=2.0, pydantic>=2

from __future__ import annotations

from bus.database import Session, engine
from bus.models import Base, Line, Stop
from bus.timetable import lines


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Line(id=1, number="M4", stops=[Stop(name="Port")]))
        await session.commit()
    print(await lines())
