from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from .base import Service
from .models import Hall, Stand


class StandService(Service):
    async def signs(self, letter: str) -> list[str]:
        query = select(Stand).join(Stand.hall).where(Hall.letter == letter)
        query = query.options(contains_eager(Stand.hall))
        async with self._session_factory() as session:
            stands = await session.scalars(query)
            signs = []
            for stand in stands:
                signs.append(f"{stand.firm}: {stand.hall.letter}")
            return signs
