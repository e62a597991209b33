from __future__ import annotations

from database import engine
from sqlalchemy import inspect


async def has_table(name: str) -> bool:
    return inspect(engine).has_table(name)  # GRN014: NoInspectionAvailable: Inspection on an
