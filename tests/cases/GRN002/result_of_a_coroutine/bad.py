"""The result's method is called on the coroutine that execute() returned."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import Column, Integer, String, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class City(Base):
    __tablename__ = "city"

    id = Column(Integer, primary_key=True)
    name = Column(String(50))
    country = Column(String(2))


async def cities_of(session: AsyncSession, country: str) -> list[str]:
    statement = select(City).where(City.country == country).order_by(City.name)
    cities = session.execute(statement).scalars().all()  # GRN002: AttributeError: 'coroutine'
    return [city.name for city in cities]


async def biggest_id(session: AsyncSession) -> int:
    statement = select(City.id).order_by(City.id.desc()).limit(1)
    return session.execute(statement).scalar_one()  # GRN002: AttributeError: 'coroutine' object has


async def prepared_session() -> AsyncSession:
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    session = AsyncSession(engine, expire_on_commit=False)
    session.add_all([City(name="Graz", country="AT"), City(name="Bern", country="CH")])
    await session.commit()
    return session


async def main() -> None:
    async with await prepared_session() as session:
        print(await cities_of(session, "AT"))


async def main_biggest() -> None:
    async with await prepared_session() as session:
        print(await biggest_id(session))
