"""sessionmaker() without class_ makes sync sessions, whatever the engine."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker

engine = create_async_engine("sqlite+aiosqlite://")
Session = sessionmaker(bind=engine)  # GRN008: AsyncContextNotStarted later


class Base(DeclarativeBase):
    pass


class Bird(Base):
    __tablename__ = "bird"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


async def names() -> list[str]:
    session = Session()
    birds = await session.execute(select(Bird))  # here: AsyncContextNotStarted: AsyncConnection
    found = [bird.name for bird in birds.scalars()]
    await session.close()
    return found


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    print(await names())
