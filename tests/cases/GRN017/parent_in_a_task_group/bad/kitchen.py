from __future__ import annotations

import asyncio

from models import Order
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession


class Kitchen:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def mark(self) -> None:
        await self.session.execute(update(Order).values(served=True))

    async def serve(self) -> list[str]:
        dishes = select(Order.dish)
        async with asyncio.TaskGroup() as group:  # here: InvalidRequestError: This session is
            group.create_task(self.mark())  # GRN017: InvalidRequestError later
            found = (await self.session.scalars(dishes)).all()
        await self.session.commit()
        return list(found)
