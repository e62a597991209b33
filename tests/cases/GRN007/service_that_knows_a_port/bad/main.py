"""A service knows the protocol of a repository; which rows it gets depends on what it is given."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from dojo.adapters import SqlClasses
from dojo.database import create_tables, new_session
from dojo.models import Lesson, Student
from dojo.service import RollCall


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Lesson(title="throws", students=[Student(name="Mia"), Student(name="Jo")]))
    async with new_session() as session:
        roll_call = RollCall(SqlClasses(session))
        print(await roll_call.names("throws"))  # GRN007: MissingGreenlet
