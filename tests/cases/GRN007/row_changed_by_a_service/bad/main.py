"""A service has changed a row, and refreshed it: the relationship is not part of that."""
# requires: sqlalchemy>=2.0, advanced-alchemy

from __future__ import annotations

from brewery.database import config
from brewery.models import Base, Batch, Beer
from brewery.services import Beers


async def main() -> None:
    async with config.get_engine().begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with config.get_session() as session:
        session.add(Beer(id=1, name="Alt", batches=[Batch(litres=500)]))
        await session.commit()
    async with config.get_session() as session:
        beers = Beers(session)
        beer = await beers.update({"name": "Altbier"}, item_id=1)
        print(beer.name, len(beer.batches))  # GRN007: MissingGreenlet
