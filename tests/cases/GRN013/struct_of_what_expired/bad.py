"""A struct is made of an object that a commit has expired: to it, no field is there."""
# requires: sqlalchemy>=2.0, msgspec

from __future__ import annotations

import msgspec
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Parcel(Base):
    __tablename__ = "parcel"

    id: Mapped[int] = mapped_column(primary_key=True)
    weight: Mapped[int]


class ParcelOut(msgspec.Struct):
    id: int
    weight: int


engine = create_async_engine("sqlite+aiosqlite:///:memory:")
SessionFactory = async_sessionmaker(engine)


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with SessionFactory() as session:
        parcel = Parcel(weight=700)
        session.add(parcel)
        await session.commit()
        print(msgspec.convert(parcel, ParcelOut, from_attributes=True))  # GRN013: ValidationError
