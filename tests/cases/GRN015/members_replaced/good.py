"""Old members are removed one by one, and new ones appended."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import declarative_base, relationship, sessionmaker

Base = declarative_base()


class Team(Base):
    __tablename__ = "team"

    id = Column(Integer, primary_key=True)
    name = Column(String, nullable=False)
    players = relationship("Player", lazy="dynamic", back_populates="team")


class Player(Base):
    __tablename__ = "player"

    id = Column(Integer, primary_key=True)
    name = Column(String, nullable=False)
    team_id = Column(ForeignKey("team.id"))
    team = relationship("Team", back_populates="players")


engine = create_async_engine("sqlite+aiosqlite:///league.db")
Session = sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)


async def line_up(session: AsyncSession, names: list[str]) -> None:
    team = (await session.execute(select(Team))).scalar_one()
    for player in (await session.execute(team.players.statement)).scalars().all():
        team.players.remove(player)
    team.players.extend([Player(name=name) for name in names])
    await session.commit()


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Team(name="Reds", players=[Player(name="ann")]))
        await session.commit()
    async with Session() as session:
        await line_up(session, ["bob", "cleo"])
