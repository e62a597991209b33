"""The except branch means to roll back, and does not."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Nickname(Base):
    __tablename__ = "nickname"

    name: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]


engine = create_async_engine("sqlite+aiosqlite:///chat.db")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def claim(session: AsyncSession, name: str, owner: str) -> bool:
    session.add(Nickname(name=name, owner=owner))
    try:
        await session.commit()
    except IntegrityError:
        session.rollback()  # GRN002: never awaited: coroutine 'AsyncSession.rollback' was never
        return False
    return True


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    for owner in ("ada", "grace"):
        async with Session() as session:
            print(owner, await claim(session, "neo", owner))
