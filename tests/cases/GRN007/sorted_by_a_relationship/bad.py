"""The key function of sorted() reads the relationship of every row."""
# requires: sqlalchemy>=2.0.13

from __future__ import annotations

import logging

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import (
    AsyncAttrs,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

log = logging.getLogger(__name__)


class Base(AsyncAttrs, DeclarativeBase):
    pass


class Choir(Base):
    __tablename__ = "choir"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    singers: Mapped[list[Singer]] = relationship(back_populates="choir")


class Singer(Base):
    __tablename__ = "singer"

    id: Mapped[int] = mapped_column(primary_key=True)
    choir_id: Mapped[int] = mapped_column(ForeignKey("choir.id"))
    choir: Mapped[Choir] = relationship(back_populates="singers")


engine = create_async_engine("sqlite+aiosqlite://")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def by_size(session: AsyncSession) -> list[str]:
    choirs = (await session.scalars(select(Choir))).all()
    ordered = sorted(choirs, key=lambda choir: len(choir.singers))  # GRN007: MissingGreenlet
    return [choir.name for choir in ordered]


async def log_choir(session: AsyncSession, choir_id: int) -> None:
    choir = await session.get(Choir, choir_id)
    if choir is not None:
        log.info("%s has %d singers", choir.name, len(choir.singers))  # GRN007: MissingGreenlet


async def seed() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session.begin() as session:
        session.add(Choir(name="Alto", singers=[Singer(), Singer()]))
        session.add(Choir(name="Bass", singers=[Singer()]))


async def main() -> None:
    await seed()
    async with Session() as session:
        print(await by_size(session))


async def main_log() -> None:
    await seed()
    async with Session() as session:
        await log_choir(session, 1)
