"""A plain helper calls commit() on an AsyncSession and can do nothing with the coroutine."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Vote(Base):
    __tablename__ = "vote"

    id: Mapped[int] = mapped_column(primary_key=True)
    choice: Mapped[str]


engine = create_async_engine("sqlite+aiosqlite://")


def save(session: AsyncSession, vote: Vote) -> None:
    session.add(vote)
    session.commit()  # GRN004: never awaited: coroutine 'AsyncSession.commit' was never awaited


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine) as session:
        save(session, Vote(choice="yes"))
    async with AsyncSession(engine) as session:
        print(await session.scalar(select(func.count(Vote.id))), "votes")
