from __future__ import annotations

import attrs
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from apiary.models import Hive


@attrs.frozen
class Hives:
    _session: AsyncSession

    async def at(self, place: str) -> Hive:
        return (await self._session.scalars(select(Hive).where(Hive.place == place))).one()

    async def save(self) -> None:
        await self._session.commit()
