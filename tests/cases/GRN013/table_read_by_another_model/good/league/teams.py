from __future__ import annotations

from league.database import engine
from league.models import Team, TeamRead, TeamWithPlayers
from sqlalchemy.orm import selectinload
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession


async def create(session: AsyncSession, team: Team) -> TeamRead:
    session.add(team)
    await session.commit()
    await session.refresh(team)
    return TeamRead.model_validate(team)


async def show(title: str) -> TeamWithPlayers:
    async with AsyncSession(engine) as session:
        query = select(Team).where(Team.title == title).options(selectinload(Team.players))
        team = (await session.exec(query)).one()
        return TeamWithPlayers.model_validate(team)
