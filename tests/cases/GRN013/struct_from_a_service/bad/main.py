"""To a struct, what cannot be loaded is not there."""
# requires: sqlalchemy>=2.0, advanced-alchemy, msgspec

from __future__ import annotations

from bakery.models import Cake, Layer
from bakery.services import config
from bakery.window import window


async def main() -> None:
    async with config.get_engine().begin() as connection:
        await connection.run_sync(Cake.metadata.create_all)
    async with config.get_session() as session:
        session.add(Cake(name="Opera", layers=[Layer(taste="coffee")]))
        await session.commit()
    print(await window())
