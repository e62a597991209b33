from __future__ import annotations

from bus.database import Session
from bus.models import Line
from bus.schemas import LineOut, all_lines, short_lines
from sqlalchemy import select


async def lines() -> list[LineOut]:
    async with Session() as session:
        rows = (await session.scalars(select(Line))).all()
        print(short_lines.validate_python(rows))
        return all_lines.validate_python(rows)  # GRN013: ValidationError
