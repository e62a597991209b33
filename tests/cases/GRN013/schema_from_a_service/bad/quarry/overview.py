from __future__ import annotations

from quarry.schemas import QuarryOut
from quarry.services import Quarries, config


async def overview() -> list[str]:
    async with Quarries.new(config=config) as quarries:
        rows, total = await quarries.get_many_and_count()
        page = quarries.to_schema(rows, total, schema_type=QuarryOut)  # GRN013: ValidationError
        return [quarry.name for quarry in page.items]
