from __future__ import annotations

import asyncio

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .database import open_session
from .models import Field


async def mow(session: AsyncSession, field: Field) -> None:
    field.is_mown = True
    await session.commit()


async def weather() -> str:
    await asyncio.sleep(0)
    return "dry"


async def harvest_one() -> str:
    async with open_session() as session:
        field = (await session.scalars(select(Field))).one()
        async with asyncio.TaskGroup() as group:
            group.create_task(mow(session, field))
            sky = group.create_task(weather())
        return f"{field.crop}, {sky.result()}"  # GRN009: MissingGreenlet


async def harvest(session: AsyncSession) -> list[str]:
    fields = (await session.scalars(select(Field))).all()
    return [await harvest_one() for _ in fields]
