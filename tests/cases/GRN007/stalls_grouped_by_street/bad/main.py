"""Rows are grouped in dicts, by defaultdict(list) and by setdefault(), and read there."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from fair.database import SessionFactory, create_tables
from fair.models import Stall, Visit
from fair.overview import latest_visits, street_map


async def fill() -> None:
    await create_tables()
    async with SessionFactory() as session:
        quilts = Stall(street="north", wares="quilts", visits=[Visit(by="Ada")])
        session.add_all([quilts, Stall(street="north", wares="soap")])
        await session.commit()


async def main_by_street() -> None:
    await fill()
    async with SessionFactory() as session:
        print(await street_map(session))


async def main_by_visit() -> None:
    await fill()
    async with SessionFactory() as session:
        print(await latest_visits(session))
