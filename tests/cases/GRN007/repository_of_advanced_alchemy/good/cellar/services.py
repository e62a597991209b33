from __future__ import annotations

from cellar.config import config
from cellar.models import Vineyard
from cellar.repositories import VineyardRepository


def litres(vineyard: Vineyard) -> int:
    return sum(barrel.litres for barrel in vineyard.barrels)


async def litres_of(vineyard_id: int) -> str:
    async with config.get_session() as session:
        vineyards = VineyardRepository(session=session, load=Vineyard.barrels)
        vineyard = await vineyards.get(vineyard_id)
        await session.commit()
        return f"{vineyard.name}: {litres(vineyard)}"
