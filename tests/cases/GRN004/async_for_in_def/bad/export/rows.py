from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Invoice

QUERY = select(Invoice.id, Invoice.cents).order_by(Invoice.id)


def csv_lines(session: AsyncSession) -> Iterator[str]:
    async for number, cents in await session.stream(QUERY):  # GRN004: SyntaxError: 'async for'
        yield f"{number};{cents / 100:.2f}"
