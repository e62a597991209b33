"""A Python function gives the value, so that the session knows it."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from todo.database import Session, create_tables
from todo.models import Task
from todo.service import TaskService


async def main() -> None:
    await create_tables()
    async with Session.begin() as session:
        session.add(Task(title="write"))
    print(await TaskService().finish(1))
