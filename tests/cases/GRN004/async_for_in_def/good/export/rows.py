from __future__ import annotations

from collections.abc import AsyncIterator

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Invoice

QUERY = select(Invoice.id, Invoice.cents).order_by(Invoice.id)


async def csv_lines(session: AsyncSession) -> AsyncIterator[str]:
    async for number, cents in await session.stream(QUERY):
        yield f"{number};{cents / 100:.2f}"
