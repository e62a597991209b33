"""Statements are immutable: options() returns a new one, which this code drops."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import declarative_base, joinedload, relationship, sessionmaker

Base = declarative_base()
engine = create_async_engine("sqlite+aiosqlite://")
new_session = sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)


class Driver(Base):
    __tablename__ = "driver"

    id = Column(Integer, primary_key=True)
    name = Column(String(50))


class Tour(Base):
    __tablename__ = "tour"

    id = Column(Integer, primary_key=True)
    driver_id = Column(ForeignKey("driver.id"))
    city = Column(String(50))
    driver = relationship(Driver)


async def tours_to(city: str) -> list[str]:
    query = select(Tour)
    query.options(joinedload(Tour.driver))
    query = query.where(Tour.city == city)
    async with new_session() as session:
        tours = (await session.execute(query)).scalars().all()
        return [f"{tour.id} {tour.driver.name}" for tour in tours]  # GRN007: MissingGreenlet


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with new_session() as session:
        session.add(Tour(city="Ulm", driver=Driver(name="Ida")))
        await session.commit()
    print(await tours_to("Ulm"))
