from __future__ import annotations

from gym.database import Session
from gym.models import Member
from gym.tables import table
from sqlalchemy import select


async def members() -> list[list[str]]:
    async with Session() as session:
        rows = (await session.scalars(select(Member).order_by(Member.name))).all()
        names = table(rows, lambda member: member.name)
        print(names)
        return table(
            rows,
            lambda member: member.name,
            lambda member: sum(visit.minutes for visit in member.visits),  # GRN007: MissingGreenlet
        )
