from __future__ import annotations

from quarry.database import new_session
from quarry.models import Site


async def rename(key: int, name: str) -> None:
    async with new_session.begin() as session:
        site = await session.get_one(Site, key)
        site.name = name  # GRN007: MissingGreenlet
