from __future__ import annotations

import attrs
from sqlalchemy.ext.asyncio import AsyncSession

from apiary.hives import Hives


@attrs.define
class Harvest:
    _session: AsyncSession
    _hives: Hives = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._hives = Hives(session=self._session)

    async def note(self, place: str, pounds: int) -> str:
        hive = await self._hives.at(place)
        hive.honey += pounds
        message = f"{hive.place}: {hive.honey}"
        await self._hives.save()
        return message
