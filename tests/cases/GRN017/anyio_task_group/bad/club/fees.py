from __future__ import annotations

import anyio
from sqlalchemy.ext.asyncio import AsyncSession

from club.models import Member
from club.units import UnitOfWork


async def remind_one(session: AsyncSession, number: int) -> None:
    member = await session.get_one(Member, number)
    member.reminders += 1


async def remind(unit: UnitOfWork, numbers: list[int]) -> None:
    async with anyio.create_task_group() as group:  # here: InvalidRequestError: This session is
        for number in numbers:
            group.start_soon(remind_one, unit.session, number)  # GRN017: InvalidRequestError later
    await unit.session.commit()
