"""The session's factory is told not to expire."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Reader(Base):
    __tablename__ = "reader"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Loan(Base):
    __tablename__ = "loan"

    id: Mapped[int] = mapped_column(primary_key=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("reader.id"))
    title: Mapped[str]


engine = create_async_engine("sqlite+aiosqlite://")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def lend(reader_id: int, titles: list[str]) -> str:
    async with Session() as session:
        reader = await session.get(Reader, reader_id)
        if reader is None:
            raise LookupError(reader_id)
        session.add_all([Loan(reader_id=reader.id, title=title) for title in titles])
        await session.commit()
        return f"{reader.name} has borrowed {len(titles)} books"


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session.begin() as session:
        session.add(Reader(name="Ada"))
    print(await lend(1, ["Emma", "Dracula"]))
