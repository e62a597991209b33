"""A class without `AsyncAttrs` is asked for `awaitable_attrs`."""
# requires: sqlalchemy>=2.0.13

from __future__ import annotations

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Choir(Base):
    __tablename__ = "choir"

    id: Mapped[int] = mapped_column(primary_key=True)
    singers: Mapped[list[Singer]] = relationship()


class Singer(Base):
    __tablename__ = "singer"

    id: Mapped[int] = mapped_column(primary_key=True)
    voice: Mapped[str]
    choir_id: Mapped[int] = mapped_column(ForeignKey("choir.id"))


engine = create_async_engine("sqlite+aiosqlite:///choir.db")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def voices(session: AsyncSession) -> list[str]:
    choir = (await session.scalars(select(Choir))).one()
    singers = await choir.awaitable_attrs.singers  # GRN016: AttributeError: 'Choir' object has no
    return [singer.voice for singer in singers]


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Choir(id=1, singers=[Singer(voice="alto")]))
        await session.commit()
    async with Session() as session:
        print(await voices(session))
