"""delete() is handed what get() has found."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine("sqlite+aiosqlite:///traps.db")
open_session = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class Trap(Base):
    __tablename__ = "trap"

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str]


async def lift(session: AsyncSession, trap_id: int) -> None:
    trap = await session.get(Trap, trap_id)
    await session.delete(trap)
    await session.commit()


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with open_session() as session:
        session.add(Trap(id=1, place="north"))
        await session.commit()
        await lift(session, 1)
