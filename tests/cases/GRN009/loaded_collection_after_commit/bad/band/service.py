from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from .base import BaseService
from .models import Band


class BandService(BaseService):
    async def rename(self, old: str, new: str) -> list[str]:
        query = select(Band).where(Band.name == old).options(selectinload(Band.albums))
        band = await self.session.scalar(query)
        if band is None:
            return []
        band.name = new
        await self.save()
        return [album.title for album in band.albums]
