"""A repository of advanced-alchemy gets a row, and a service of the project reads further."""
# requires: sqlalchemy>=2.0, advanced-alchemy

from __future__ import annotations

from advanced_alchemy.base import BigIntBase
from cellar.config import config
from cellar.models import Barrel, Vineyard
from cellar.services import litres_of


async def main() -> None:
    async with config.get_engine().begin() as connection:
        await connection.run_sync(BigIntBase.metadata.create_all)
    async with config.get_session() as session:
        session.add(Vineyard(id=1, name="Stein", barrels=[Barrel(id=1, litres=225)]))
        await session.commit()
    print(await litres_of(1))
