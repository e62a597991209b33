"""A property of the model takes the length of a dynamic relationship."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import sessionmaker

from fleet.models import Base, Depot, Truck
from fleet.reports import sizes

engine = create_async_engine("sqlite+aiosqlite:///fleet.db")
Session = sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Depot(name="north", trucks=[Truck(), Truck()]))
        await session.commit()
    async with Session() as session:
        print(await sizes(session))
