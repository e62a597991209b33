"""SQLModel's `model_validate` of a read model goes through a relationship that `exec` left out."""
# requires: sqlalchemy>=2.0, sqlmodel

from __future__ import annotations

from league.database import engine
from league.models import Player, Team
from league.teams import create, show
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    async with AsyncSession(engine) as session:
        print(await create(session, Team(title="Reds", players=[Player(name="Ada")])))
    print(await show("Reds"))  # here: ValidationError
