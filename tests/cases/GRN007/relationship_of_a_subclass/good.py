"""The subclass is named to the query, and so is its relationship."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    mapped_column,
    relationship,
    selectin_polymorphic,
    selectinload,
)

engine = create_async_engine("sqlite+aiosqlite:///events.db")
Session = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class Event(Base):
    __tablename__ = "events"
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "event"}

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    title: Mapped[str]


class Concert(Event):
    __mapper_args__ = {"polymorphic_identity": "concert"}

    songs: Mapped[list[Song]] = relationship()


class Song(Base):
    __tablename__ = "songs"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    concert_id: Mapped[int] = mapped_column(ForeignKey("events.id"))


async def programme(session: AsyncSession, event_id: int) -> list[str]:
    options = [selectin_polymorphic(Event, [Concert]), selectinload(Concert.songs)]
    event = await session.get(Event, event_id, options=options)
    if not isinstance(event, Concert):
        return []
    return [song.name for song in event.songs]


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Concert(title="Spring", songs=[Song(name="Intro"), Song(name="Encore")]))
        await session.commit()
    async with Session() as session:
        print(await programme(session, 1))
