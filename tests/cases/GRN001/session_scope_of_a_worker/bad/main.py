"""A worker's unit of work, opened with an asynccontextmanager from another file."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from worker.database import create_tables
from worker.jobs import enqueue

create_tables()


async def main() -> None:
    print(await enqueue("resize", "cat.png"))
