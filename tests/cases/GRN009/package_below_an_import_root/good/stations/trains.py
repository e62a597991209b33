from __future__ import annotations

from timetable_store.database import Session
from timetable_store.models import Train


async def delay(train_id: int) -> str:
    async with Session() as session:
        train = await session.get_one(Train, train_id)
        train.minutes += 5
        await session.commit()
        return f"{train.name}: {train.minutes}"
