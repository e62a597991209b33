"""A task of a group commits what the code after the group reads."""
# requires: python>=3.11, sqlalchemy>=2.0

from __future__ import annotations

from farm.database import open_session, prepare
from farm.harvest import harvest
from farm.models import Field


async def main() -> None:
    await prepare()
    async with open_session() as session:
        session.add(Field(crop="barley"))
        await session.commit()
    async with open_session() as session:
        print(await harvest(session))
