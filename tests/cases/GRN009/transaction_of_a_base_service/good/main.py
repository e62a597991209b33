"""A method of the base class is a context manager that commits behind its yield."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from brewery.database import SessionFactory, create_tables
from brewery.models import Barrel
from brewery.services import BarrelService


async def main() -> None:
    await create_tables()
    async with SessionFactory() as session:
        session.add(Barrel(label="oak 7", litres=200))
        await session.commit()
    async with SessionFactory() as session:
        service = BarrelService(session)
        barrel = await service.draw(1, 20)
        await session.refresh(barrel)
        print(f"{barrel.label}: {barrel.litres} l left")
