from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload
from vineyard.connection import get_sessions
from vineyard.models import Bottle


async def print_labels(year: int) -> None:
    query = select(Bottle).where(Bottle.year == year)
    query = query.options(selectinload(Bottle.grape))
    async with get_sessions()() as session:
        for bottle in await session.scalars(query):
            print(bottle.grape.name, bottle.year)
