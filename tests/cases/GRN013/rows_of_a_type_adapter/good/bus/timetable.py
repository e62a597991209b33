from __future__ import annotations

from bus.database import Session
from bus.models import Line
from bus.schemas import LineOut, all_lines, short_lines
from sqlalchemy import select
from sqlalchemy.orm import selectinload


async def lines() -> list[LineOut]:
    async with Session() as session:
        rows = (await session.scalars(select(Line).options(selectinload(Line.stops)))).all()
        print(short_lines.validate_python(rows))
        return all_lines.validate_python(rows)
