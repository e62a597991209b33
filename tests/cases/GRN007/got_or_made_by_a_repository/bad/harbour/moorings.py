from __future__ import annotations

from advanced_alchemy.repository import SQLAlchemyAsyncRepository
from sqlalchemy.ext.asyncio import AsyncSession

from harbour.models import Boat


class Boats(SQLAlchemyAsyncRepository[Boat]):
    model_type = Boat


async def moor(session: AsyncSession, name: str) -> tuple[bool, int]:
    boats = Boats(session=session)
    boat, is_new = await boats.get_or_upsert(name=name, match_fields=["name"])
    return is_new, len(boat.visits)  # GRN007: MissingGreenlet
