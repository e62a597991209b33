"""A coroutine calls a plain function that does its IO with a synchronous session."""
# requires: sqlalchemy>=2.0, fastapi, anyio

from __future__ import annotations

from observatory.database import Base, engine
from observatory.statistics import statistics

Base.metadata.create_all(engine)


async def main() -> None:
    print(*await statistics())
