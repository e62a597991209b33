from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Task


class TaskRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def by_id(self, task_id: int) -> Task:
        result = await self.session.execute(select(Task).where(Task.id == task_id))
        return result.scalar_one()

    async def save(self, task: Task) -> Task:
        self.session.add(task)
        await self.session.commit()
        return task
