"""What is tested is the guest, or None."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine("sqlite+aiosqlite:///guests.db")
open_session = async_sessionmaker(engine)


class Base(DeclarativeBase):
    pass


class Guest(Base):
    __tablename__ = "guest"

    id: Mapped[int] = mapped_column(primary_key=True)
    room: Mapped[str]


async def is_taken(room: str) -> bool:
    async with open_session() as session:
        if await session.scalar(select(Guest).where(Guest.room == room)):
            return True
    return False


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    print("attic taken:", await is_taken("attic"))
