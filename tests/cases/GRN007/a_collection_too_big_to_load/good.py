"""A write-only collection is never loaded: it is added to, and selected from."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, WriteOnlyMapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Account(Base):
    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]
    entries: WriteOnlyMapped[Entry] = relationship(order_by="Entry.id")


class Entry(Base):
    __tablename__ = "entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    cents: Mapped[int]


engine = create_async_engine("sqlite+aiosqlite://")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def latest(session: AsyncSession, owner: str) -> list[int]:
    result = await session.execute(select(Account).filter_by(owner=owner))
    account = result.scalar_one()
    entries = await session.scalars(account.entries.select().limit(10))
    return [entry.cents for entry in entries]


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session.begin() as session:
        account = Account(owner="ada")
        session.add(account)
        await session.flush()
        session.add_all([Entry(account_id=account.id, cents=cents) for cents in range(100, 120)])
    async with Session() as session:
        print(await latest(session, "ada"))
