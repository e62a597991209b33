from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import selectinload, sessionmaker

from depot.model import Crate
from depot.orm import mapper_registry

engine = create_async_engine("sqlite+aiosqlite:///depot.db")
new_session = sessionmaker(engine, expire_on_commit=False, class_=AsyncSession)


async def create_tables() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(mapper_registry.metadata.create_all)


async def labels_of(place: str) -> list[str]:
    query = select(Crate).where(Crate.place == place)
    query = query.options(selectinload(Crate.parcels))
    async with new_session() as session:
        crate = (await session.execute(query)).scalar_one()
        return [parcel.label for parcel in crate.parcels]
