"""A comprehension awaits, in a function that is no coroutine."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from collections.abc import Awaitable, Iterable

from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine("sqlite+aiosqlite://")


class Base(DeclarativeBase):
    pass


class Stamp(Base):
    __tablename__ = "stamp"

    id: Mapped[int] = mapped_column(primary_key=True)
    country: Mapped[str]


def stamps_of(session: AsyncSession, ids: Iterable[int]) -> list[Stamp | None]:
    return [await session.get(Stamp, id_) for id_ in ids]  # GRN004: SyntaxError: asynchronous


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine) as session:
        print(stamps_of(session, [1, 2]))
