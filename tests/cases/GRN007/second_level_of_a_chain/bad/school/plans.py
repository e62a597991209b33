from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from school.models import School


async def timetable(session: AsyncSession, name: str) -> dict[str, list[int]]:
    query = select(School).where(School.name == name).options(selectinload(School.courses))
    school = (await session.scalars(query)).one()
    plan = {}
    for course in school.courses:
        plan[course.title] = [lesson.hour for lesson in course.lessons]  # GRN007: MissingGreenlet
    return plan
