"""Plain functions do the IO, in threads, or in a greenlet that `run_sync()` makes."""
# requires: sqlalchemy>=2.0, fastapi, anyio

from __future__ import annotations

from observatory.database import Base, engine
from observatory.statistics import statistics

Base.metadata.create_all(engine)


async def main() -> None:
    print(*await statistics())
