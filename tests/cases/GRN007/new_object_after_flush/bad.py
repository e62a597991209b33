"""A new object's collection is not empty after the flush, but unloaded."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Team(Base):
    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    players: Mapped[list[Player]] = relationship(lazy="selectin")


class Player(Base):
    __tablename__ = "player"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    name: Mapped[str]


engine = create_async_engine("sqlite+aiosqlite://")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def found_team(session: AsyncSession, name: str) -> str:
    team = Team(name=name)
    session.add(team)
    await session.flush()
    return f"{team.id} {team.name}: {len(team.players)}"  # GRN007: MissingGreenlet


async def sign(session: AsyncSession, name: str) -> Team:
    team = Team(name=name)
    session.add(team)
    await session.commit()
    team.players.append(Player(name="Ada"))  # GRN007: MissingGreenlet
    await session.commit()
    return team


async def create_tables() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


async def main() -> None:
    await create_tables()
    async with Session() as session:
        print(await found_team(session, "Owls"))


async def main_sign() -> None:
    await create_tables()
    async with Session() as session:
        print(len((await sign(session, "Owls")).players))
