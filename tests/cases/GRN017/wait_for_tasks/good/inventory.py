from __future__ import annotations

import asyncio

from database import Session
from models import Part
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession


async def stock_of(session: AsyncSession, name: str) -> int:
    return (await session.scalars(select(Part.stock).filter_by(name=name))).one()


async def check() -> list[int]:
    async with Session() as session, Session() as other:
        bolts = asyncio.create_task(stock_of(session, "bolt"))
        nuts = asyncio.create_task(stock_of(other, "nut"))
        done, _ = await asyncio.wait([bolts, nuts], timeout=5)
    return [task.result() for task in done]
