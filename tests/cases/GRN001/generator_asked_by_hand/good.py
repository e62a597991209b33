"""The task takes an async session out of its provider."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from collections.abc import AsyncIterator

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine("sqlite+aiosqlite:///mushrooms.db")
SessionLocal = async_sessionmaker(engine)


class Base(DeclarativeBase):
    pass


class Mushroom(Base):
    __tablename__ = "mushroom"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


async def get_db() -> AsyncIterator[AsyncSession]:
    async with SessionLocal() as db:
        yield db


async def first_name() -> str | None:
    generator = get_db()
    db = await anext(generator)
    name = await db.scalar(select(Mushroom.name))
    await generator.aclose()
    return name


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    print(await first_name())
