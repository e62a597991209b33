"""What needs a synchronous session gets it in `run_sync()`; to make one does no IO."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

engine = create_async_engine("sqlite+aiosqlite:///gauges.db")
Half = sessionmaker(engine.sync_engine)
Whole = async_sessionmaker(engine)


class Base(DeclarativeBase):
    pass


class Gauge(Base):
    __tablename__ = "gauge"

    id: Mapped[int] = mapped_column(primary_key=True)


async def _make_tables() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


def _read_all(connection: Connection) -> int:
    with Session(connection) as session:
        return len(session.execute(select(Gauge)).all())


async def main_made_here() -> None:
    await _make_tables()
    async with engine.connect() as connection:
        print(await connection.run_sync(_read_all))


async def main_of_a_factory() -> None:
    with Half() as session:
        session.add(Gauge())


async def main_behind_a_session() -> None:
    await _make_tables()
    async with Whole() as session:
        print(await session.run_sync(lambda half: half.get(Gauge, 1)))
