from __future__ import annotations

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Trail(Base):
    __tablename__ = "trail"

    name: Mapped[str] = mapped_column(primary_key=True)
    kilometres: Mapped[int]


engine = create_async_engine("sqlite+aiosqlite:///trails.db")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def prepare() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Trail(name="Ridge", kilometres=14))
        await session.commit()
