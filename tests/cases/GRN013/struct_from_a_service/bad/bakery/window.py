from __future__ import annotations

from bakery.models import Cake
from bakery.schemas import CakeOut
from bakery.services import Cakes, config


async def window() -> list[CakeOut]:
    async with config.get_session() as session:
        cakes = Cakes(session)
        found = await cakes.get_many(Cake.name != "")
        return cakes.to_schema(found, schema_type=CakeOut).items  # GRN013: ValidationError
