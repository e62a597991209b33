"""A write-only relationship is appended to like a list."""

# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Sensor(Base):
    __tablename__ = "sensor"

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(String(30))
    readings: Mapped[list[Reading]] = relationship(lazy="write_only")


class Reading(Base):
    __tablename__ = "reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[float]
    sensor_id: Mapped[int] = mapped_column(ForeignKey("sensor.id"))


engine = create_async_engine("sqlite+aiosqlite:///sensors.db")
Session = async_sessionmaker(engine)


async def record(sensor_id: int, values: list[float]) -> None:
    async with Session.begin() as session:
        sensor = await session.get_one(Sensor, sensor_id)
        for value in values:
            reading = Reading(value=value)
            sensor.readings.append(reading)  # GRN015: AttributeError: 'WriteOnlyCollection' object


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session.begin() as session:
        session.add(Sensor(place="roof"))
    await record(1, [20.5, 21.0])
