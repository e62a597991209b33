from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tool.database import engine
from tool.models import Line


async def count_lines() -> int:
    session = Session(engine)  # GRN008: AsyncContextNotStarted later
    query = select(func.count(Line.id))
    total = session.scalar(query)  # here: AsyncContextNotStarted: AsyncConnection context
    return total or 0
