from __future__ import annotations

import anyio
from sqlalchemy.ext.asyncio import AsyncSession

from club.models import Member
from club.units import UnitOfWork


async def remind_one(session: AsyncSession, limiter: anyio.CapacityLimiter, number: int) -> None:
    async with limiter:
        member = await session.get_one(Member, number)
    member.reminders += 1


async def remind(unit: UnitOfWork, numbers: list[int]) -> None:
    limiter = anyio.CapacityLimiter(1)
    async with anyio.create_task_group() as group:
        for number in numbers:
            group.start_soon(remind_one, unit.session, limiter, number)
    await unit.session.commit()
