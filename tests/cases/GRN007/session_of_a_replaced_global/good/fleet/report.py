from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from fleet.database import session_scope
from fleet.models import Line


async def overdue() -> list[str]:
    async with session_scope() as session:
        query = select(Line).options(selectinload(Line.buses))
        lines = list((await session.scalars(query)).all())
        chosen = []
        for line in lines:
            if _needs_a_bus(line):
                chosen.append(line)
        return [f"{line.name}: {_plates(line)}" for line in chosen]


def _needs_a_bus(line: Line) -> bool:
    return line.name != "0"


def _plates(line: Line) -> str:
    return ", ".join(bus.plate for bus in line.buses)
