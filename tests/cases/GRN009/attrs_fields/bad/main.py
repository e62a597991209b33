"""Attrs classes take the session and what is made of it; one of them saves by a commit."""
# requires: sqlalchemy>=2.0, attrs>=22.2

from __future__ import annotations

from apiary.database import create_tables, new_session
from apiary.harvest import Harvest
from apiary.models import Hive


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Hive(place="orchard", honey=0))
    async with new_session() as session:
        print(await Harvest(session=session).note("orchard", 7))  # GRN009: MissingGreenlet
