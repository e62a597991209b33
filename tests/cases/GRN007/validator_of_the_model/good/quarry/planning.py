from __future__ import annotations

from sqlalchemy.orm import selectinload

from quarry.database import new_session
from quarry.models import Site


async def rename(key: int, name: str) -> None:
    async with new_session.begin() as session:
        site = await session.get_one(Site, key, options=[selectinload(Site.blasts)])
        site.name = name
