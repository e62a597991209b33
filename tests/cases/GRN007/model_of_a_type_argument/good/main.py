"""A repository takes the class that it selects from the argument that its heir gives it."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from tram.database import create_tables, new_session
from tram.models import Depot, Tram
from tram.repositories import TramRepository


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Tram(number=11, depot=Depot(name="Leutzsch")))
    async with new_session() as session:
        trams = TramRepository(session)
        tram = await trams.with_depot(number=11)
        print(tram.number, tram.depot.name)
