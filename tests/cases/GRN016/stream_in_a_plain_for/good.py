"""An export streams its rows and goes through them with `async for`."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Reading(Base):
    __tablename__ = "reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    celsius: Mapped[float]


engine = create_async_engine("sqlite+aiosqlite:///weather.db")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def export(session: AsyncSession) -> list[str]:
    lines = []
    readings = await session.stream_scalars(select(Reading).order_by(Reading.id))
    async for reading in readings:
        lines.append(f"{reading.id};{reading.celsius}")
    return lines


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add_all([Reading(celsius=7.5), Reading(celsius=8.25)])
        await session.commit()
        print(await export(session))
