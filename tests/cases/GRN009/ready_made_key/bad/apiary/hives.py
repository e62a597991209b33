from __future__ import annotations

from uuid import UUID

from advanced_alchemy.repository import SQLAlchemyAsyncRepository
from sqlalchemy.ext.asyncio import AsyncSession

from apiary.models import Hive


class Hives(SQLAlchemyAsyncRepository[Hive]):
    model_type = Hive


async def found(session: AsyncSession, place: str) -> UUID:
    hives = Hives(session=session)
    hive = await hives.add(Hive(place=place), auto_commit=True, auto_refresh=False)
    return hive.id
