"""The row is selected again after the commit, which fills the same object."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import Column, Integer, String, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()
engine = create_async_engine("sqlite+aiosqlite://")
SessionLocal = sessionmaker(engine, class_=AsyncSession)


class Player(Base):
    __tablename__ = "player"

    id = Column(Integer, primary_key=True)
    name = Column(String(30))
    score = Column(Integer, default=0)


def as_row(player: Player) -> dict[str, object]:
    return {"name": player.name, "score": player.score}


async def add_points(name: str, points: int) -> dict[str, object]:
    query = select(Player).where(Player.name == name)
    async with SessionLocal() as session:
        player = (await session.execute(query)).scalar_one()
        player.score += points
        await session.commit()
        player = (await session.execute(query)).scalar_one()
        return as_row(player)


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with SessionLocal() as session:
        session.add(Player(name="ada", score=3))
        await session.commit()
    print(await add_points("ada", 4))
