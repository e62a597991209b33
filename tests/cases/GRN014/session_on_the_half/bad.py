"""A synchronous session is bound to the engine behind the asynchronous one, and used at once."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import select
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


async def main_made_here() -> None:
    with Session(engine.sync_engine) as session:
        session.execute(select(Gauge))  # GRN014: MissingGreenlet: greenlet_spawn has not been


async def main_of_a_factory() -> None:
    with Half() as session:
        session.get(Gauge, 1)  # GRN014: MissingGreenlet: greenlet_spawn has not been


async def main_behind_a_session() -> None:
    async with Whole() as session:
        session.sync_session.get(Gauge, 1)  # GRN014: MissingGreenlet: greenlet_spawn has not been
