"""The query loads the courses of a school; their lessons are one level further."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from school.database import create_tables, new_session
from school.models import Course, Lesson, School
from school.plans import timetable


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        algebra = Course(title="Algebra", lessons=[Lesson(hour=8), Lesson(hour=10)])
        session.add(School(name="North", courses=[algebra]))
    async with new_session() as session:
        print(await timetable(session, "North"))
