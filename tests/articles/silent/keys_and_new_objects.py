"""Reads that look like lazy loads, and are answered without the database."""

from __future__ import annotations

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Depot(Base):
    __tablename__ = "depot"

    id: Mapped[int] = mapped_column(primary_key=True)
    town: Mapped[str]


class Parcel(Base):
    __tablename__ = "parcel"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    weight: Mapped[int | None]
    depot_id: Mapped[int | None] = mapped_column(ForeignKey("depot.id"))
    depot: Mapped[Depot | None] = relationship()


async def depot_key(session: AsyncSession, code: str) -> int | None:
    parcel = (await session.scalars(select(Parcel).where(Parcel.code == code))).one()
    return parcel.depot_id or parcel.depot and parcel.depot.id


async def town(session: AsyncSession, code: str) -> str:
    parcel = (await session.scalars(select(Parcel).where(Parcel.code == code))).one()
    if parcel.depot_id is None:
        assert parcel.depot is None
        return "on its way"
    depot = await session.get_one(Depot, parcel.depot_id)
    return f"{depot.town} {parcel.depot}"


async def weigh(session: AsyncSession, code: str, weight: int) -> str:
    query = select(Parcel).where(Parcel.code == code)
    parcel = await session.scalar(query) or Parcel(code=code)
    if parcel.id is None:
        parcel.weight = weight
        session.add(parcel)
    elif parcel.weight is None:
        parcel.weight = weight
    await session.flush()
    return f"{parcel.id}: {parcel.code} weighs {parcel.weight}"
