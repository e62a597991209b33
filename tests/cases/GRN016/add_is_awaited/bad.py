"""Adding an object is awaited, as everything else is."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Seed(Base):
    __tablename__ = "seed"

    id: Mapped[int] = mapped_column(primary_key=True)
    plant: Mapped[str]


engine = create_async_engine("sqlite+aiosqlite:///garden.db")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def sow(session: AsyncSession, plant: str) -> Seed:
    seed = Seed(plant=plant)
    await session.add(seed)  # GRN016: TypeError: …NoneType…can't be…await
    await session.commit()
    return seed


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        print((await sow(session, "leek")).id)
