from __future__ import annotations

import asyncio

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .database import Session
from .models import Delivery


async def finish(session: AsyncSession, delivery: Delivery) -> None:
    delivery.is_done = True
    await session.commit()


async def drive() -> None:
    await asyncio.sleep(0)


async def deliver() -> str:
    async with Session() as session:
        delivery = (await session.scalars(select(Delivery))).one()
        address = delivery.address
        finishing = asyncio.create_task(finish(session, delivery))
        await drive()
        await asyncio.wait_for(finishing, timeout=5)
        return f"delivered to {address}"
