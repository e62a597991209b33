from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from greenhouse.models import Bed
from greenhouse.operations import Reads, Updates


class BedRepository(Reads, Updates):
    model = Bed

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
