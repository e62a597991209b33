"""A helper takes both kinds of sessions, and forgets to await in the branch of the async one."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

import inspect

from sqlalchemy import create_engine, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

async_engine = create_async_engine("sqlite+aiosqlite:///tides.db")
open_async = async_sessionmaker(async_engine, expire_on_commit=False)
engine = create_engine("sqlite://")
open_sync = sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class Tide(Base):
    __tablename__ = "tide"

    id: Mapped[int] = mapped_column(primary_key=True)
    metres: Mapped[float]


async def save(session: Session | AsyncSession, tide: Tide) -> None:
    session.add(tide)
    if isinstance(session, Session):
        session.commit()
    else:
        session.commit()  # GRN002: never awaited: coroutine 'AsyncSession.commit' was never awaited


async def save_or_not(session: AsyncSession) -> None:
    if not isinstance(session, AsyncSession):
        session.commit()
        return
    await session.commit()


async def count(session: Session | AsyncSession) -> int:
    result = session.execute(select(func.count(Tide.id)))
    if inspect.isawaitable(result):
        result = await result
    return result.scalar_one()


async def main() -> None:
    async with async_engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with open_async() as session:
        await save(session, Tide(metres=2.4))
        await save_or_not(session)
        print(await count(session))
