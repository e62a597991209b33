from __future__ import annotations

from .database import Session
from .repository import TaskRepository


class TaskService:
    async def finish(self, task_id: int) -> dict[str, object]:
        async with Session() as session:
            tasks = TaskRepository(session)
            task = await tasks.by_id(task_id)
            task.done = True
            task = await tasks.save(task)
            return task.to_dict()  # GRN011: MissingGreenlet
