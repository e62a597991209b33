"""The test is of what the query has found."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine("sqlite+aiosqlite:///sailors.db")
open_session = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class Sailor(Base):
    __tablename__ = "sailor"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


async def register(session: AsyncSession, name: str) -> str:
    if await session.scalar(select(Sailor).where(Sailor.name == name)) is not None:
        return f"{name} is on board already"
    session.add(Sailor(name=name))
    await session.commit()
    return f"welcome, {name}"


async def rename(session: AsyncSession, old: str, new: str) -> bool:
    taken = await session.scalar(select(Sailor).where(Sailor.name == new))
    if taken is not None:
        return False
    sailor = await session.scalar(select(Sailor).where(Sailor.name == old))
    if sailor is not None:
        sailor.name = new
        await session.commit()
    return sailor is not None


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with open_session() as session:
        print(await register(session, "Ahab"))
        print(await rename(session, "Ahab", "Ismael"))
