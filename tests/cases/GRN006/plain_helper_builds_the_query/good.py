"""The helper builds a select(), which needs no session."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Match(Base):
    __tablename__ = "match"

    id: Mapped[int] = mapped_column(primary_key=True)
    league: Mapped[str]
    finished: Mapped[bool] = mapped_column(default=False)


def finished_matches(league: str) -> Select[tuple[Match]]:
    return select(Match).filter_by(league=league, finished=True)


async def count_finished(session: AsyncSession, league: str) -> int:
    return len((await session.scalars(finished_matches(league))).all())


async def main() -> None:
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine) as session:
        print(await count_finished(session, "A"))
