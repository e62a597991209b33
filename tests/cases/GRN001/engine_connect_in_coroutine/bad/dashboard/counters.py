from __future__ import annotations

from sqlalchemy import func, select

from .database import engine, events


async def record(name: str) -> None:
    with engine.begin() as connection:  # GRN001: blocks
        connection.execute(events.insert().values(name=name))


async def count_events(name: str) -> int:
    query = select(func.count()).select_from(events).where(events.c.name == name)
    with engine.connect() as connection:  # GRN001: blocks
        return connection.execute(query).scalar() or 0
