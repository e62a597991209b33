from __future__ import annotations

from cellar.config import config
from cellar.models import Vineyard
from cellar.repositories import VineyardRepository


def litres(vineyard: Vineyard) -> int:
    return sum(barrel.litres for barrel in vineyard.barrels)  # GRN007: MissingGreenlet


async def litres_of(vineyard_id: int) -> str:
    async with config.get_session() as session:
        vineyard = await VineyardRepository(session=session).get(vineyard_id)
        await session.commit()
        return f"{vineyard.name}: {litres(vineyard)}"
