"""What `scalars()` gives is gone through with `async for`, as if it were a stream."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from collections.abc import AsyncIterator

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Subscriber(Base):
    __tablename__ = "subscriber"

    email: Mapped[str] = mapped_column(primary_key=True)


engine = create_async_engine("sqlite+aiosqlite:///newsletter.db")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def addresses(session: AsyncSession) -> AsyncIterator[str]:
    query = select(Subscriber)
    async for subscriber in await session.scalars(query):  # GRN016: TypeError: 'async for' requires
        yield subscriber.email


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Subscriber(email="ada@example.org"))
        await session.commit()
        print([address async for address in addresses(session)])
