"""The new child is given its parent, which reads nothing."""
# requires: sqlalchemy>=2.0.22

from __future__ import annotations

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Ship(Base):
    __tablename__ = "ship"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    crates: Mapped[list[Crate]] = relationship(back_populates="ship")


class Crate(Base):
    __tablename__ = "crate"

    id: Mapped[int] = mapped_column(primary_key=True)
    ship_id: Mapped[int] = mapped_column(ForeignKey("ship.id"))
    content: Mapped[str]
    ship: Mapped[Ship] = relationship(back_populates="crates")


engine = create_async_engine("sqlite+aiosqlite://")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def load_crate(session: AsyncSession, ship_id: int, content: str) -> None:
    ship = await session.get_one(Ship, ship_id)
    session.add(Crate(content=content, ship=ship))
    await session.commit()


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session.begin() as session:
        session.add(Ship(name="Argo"))
    async with Session() as session:
        await load_crate(session, 1, "figs")
        print(await session.scalar(select(func.count(Crate.id))))
