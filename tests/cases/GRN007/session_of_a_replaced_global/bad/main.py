"""The session comes from a global that tests may replace, by a context manager made of it."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from fleet.database import create_tables, session_scope
from fleet.models import Bus, Line
from fleet.report import overdue


async def main() -> None:
    await create_tables()
    async with session_scope() as session:
        session.add(Line(name="7", buses=[Bus(plate="B 7")]))
        await session.commit()
    print(await overdue())
