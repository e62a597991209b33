from __future__ import annotations

from choirs.database import Session
from choirs.models import Choir
from choirs.schemas import ChoirOut


async def show(choir_id: int) -> ChoirOut:
    async with Session() as session:
        choir = await session.get_one(Choir, choir_id)
        return ChoirOut.from_orm(choir)  # GRN013: MissingGreenlet
