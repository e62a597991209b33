"""A collection was loaded with the query; the commit expires it with the rest."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from band.database import create_tables, new_session
from band.models import Album, Band
from band.service import BandService


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Band(name="Duo", albums=[Album(title="One")]))
    async with new_session() as session:
        print(await BandService(session).rename("Duo", "Trio"))  # GRN009: MissingGreenlet
