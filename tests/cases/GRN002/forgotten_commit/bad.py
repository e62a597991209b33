"""The commit is called, but nobody awaits it: the member is never written."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Member(Base):
    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)


engine = create_async_engine("sqlite+aiosqlite:///club.db")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def join(db: AsyncSession, email: str) -> Member:
    member = Member(email=email)
    db.add(member)
    db.commit()  # GRN002[8]: never awaited: coroutine 'AsyncSession.commit' was never awaited
    return member


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as db:
        await join(db, "ada@example.org")
    async with Session() as db:
        print(await db.scalar(select(func.count(Member.id))), "members")
