from __future__ import annotations

from typing import Any

from sqlalchemy.orm import joinedload

from tram.base import Repository
from tram.models import Tram


class TramRepository(Repository[Tram]):
    """Trams, by their numbers."""

    async def with_depot(self, **criteria: Any) -> Tram:
        query = self.query(**criteria).options(joinedload(Tram.depot))
        return (await self.session.scalars(query)).one()
