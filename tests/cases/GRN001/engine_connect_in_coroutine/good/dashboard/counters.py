from __future__ import annotations

from sqlalchemy import func, select

from .database import engine, events


async def record(name: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(events.insert().values(name=name))


async def count_events(name: str) -> int:
    query = select(func.count()).select_from(events).where(events.c.name == name)
    async with engine.connect() as connection:
        return (await connection.execute(query)).scalar() or 0
