from __future__ import annotations

from league.database import engine
from league.models import Team, TeamRead, TeamWithPlayers
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession


async def create(session: AsyncSession, team: Team) -> TeamRead:
    session.add(team)
    await session.commit()
    await session.refresh(team)
    return TeamRead.model_validate(team)


async def show(title: str) -> TeamWithPlayers:
    async with AsyncSession(engine) as session:
        team = (await session.exec(select(Team).where(Team.title == title))).one()
        return TeamWithPlayers.model_validate(team)  # GRN013: ValidationError
