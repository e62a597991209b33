from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from .database import factory
from .models import Batch
from .schemas import Label


async def label_of(batch_id: int) -> Label:
    async with factory() as session:
        query = select(Batch).where(Batch.id == batch_id)
        batch = (await session.scalars(query.options(joinedload(Batch.recipe)))).one()
        return Label.model_validate(batch)
