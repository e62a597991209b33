from __future__ import annotations

from advanced_alchemy.repository import SQLAlchemyAsyncRepository
from sqlalchemy.ext.asyncio import AsyncSession

from ski.models import Lift


class Lifts(SQLAlchemyAsyncRepository[Lift]):
    model_type = Lift


async def open_first(session: AsyncSession) -> tuple[str, str]:
    lifts = Lifts(session=session, auto_commit=True)
    first, second = await lifts.get(1), await lifts.get(2)
    first.is_open = True
    await lifts.update(first)
    return first.name, second.name
