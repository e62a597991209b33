"""Handed to a task, a group, `wait_for()`, `shield()` or `ensure_future()`, or kept for later, a
coroutine is somebody's."""
# requires: sqlalchemy>=2.0, python>=3.11

from __future__ import annotations

import asyncio

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine("sqlite+aiosqlite:///parcels.db")
open_session = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class Parcel(Base):
    __tablename__ = "parcel"

    id: Mapped[int] = mapped_column(primary_key=True)
    street: Mapped[str]


COUNT = select(func.count(Parcel.id))


async def add(street: str) -> AsyncSession:
    session = open_session()
    session.add(Parcel(street=street))
    return session


async def by_task(session: AsyncSession) -> None:
    task = asyncio.create_task(session.commit())
    await task


async def by_future(session: AsyncSession) -> None:
    future = asyncio.ensure_future(session.commit())
    await future


async def by_group(one: AsyncSession, other: AsyncSession) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(one.commit())
        group.create_task(other.commit())


async def in_time(session: AsyncSession) -> None:
    await asyncio.wait_for(session.commit(), timeout=5)
    await asyncio.wait_for(session.close(), 5)


async def shielded(session: AsyncSession) -> None:
    await asyncio.shield(session.commit())


async def gathered(one: AsyncSession, other: AsyncSession) -> None:
    await asyncio.gather(one.commit(), other.commit())


async def later(session: AsyncSession) -> int | None:
    counting = session.scalar(COUNT)
    await asyncio.sleep(0)
    return await counting


async def either(session: AsyncSession, dry_run: bool) -> None:
    ending = session.rollback() if dry_run else session.commit()
    await ending


async def perhaps(session: AsyncSession, dry_run: bool) -> None:
    ending = None
    if not dry_run:
        ending = session.commit()
    if ending:
        await ending


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await by_task(await add("Elm"))
    await by_future(await add("Ash"))
    await by_group(await add("Oak"), await add("Fir"))
    await in_time(await add("Yew"))
    await shielded(await add("Bay"))
    await gathered(await add("Fig"), await add("Box"))
    await either(await add("Sorb"), dry_run=False)
    await perhaps(await add("Plum"), dry_run=False)
    await (await add("Pear")).commit()
    async with open_session() as session:
        print(await later(session), "parcels")
