"""Reminders are written in the tasks of a group, and nobody has loaded their guests."""
# requires: python>=3.11, sqlalchemy>=2.0

from __future__ import annotations

import asyncio

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.orm import joinedload

engine = create_async_engine("sqlite+aiosqlite:///hotel.db")
new_session = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class Guest(Base):
    __tablename__ = "guest"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]


class Booking(Base):
    __tablename__ = "booking"

    id: Mapped[int] = mapped_column(primary_key=True)
    guest_id: Mapped[int] = mapped_column(ForeignKey("guest.id"))
    guest: Mapped[Guest] = relationship()


async def send(address: str, outbox: list[str]) -> None:
    await asyncio.sleep(0)
    outbox.append(address)


async def remind(session: AsyncSession) -> list[str]:
    outbox: list[str] = []
    query = select(Booking).options(joinedload(Booking.guest))
    bookings = (await session.scalars(query)).all()
    async with asyncio.TaskGroup() as group:
        for booking in bookings:
            group.create_task(send(booking.guest.email, outbox))
    return outbox


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with new_session() as session:
        session.add(Booking(guest=Guest(email="ada@example.org")))
        await session.commit()
    async with new_session() as session:
        print(await remind(session))
