"""Each sensor's task of a TaskGroup writes with the session of the one who has started it.

The good twin hands on the factory: each task makes a session of its own."""
# requires: sqlalchemy>=2.0, python>=3.11

from __future__ import annotations

from station.collector import Collector
from station.database import Session, engine
from station.models import Base


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        await Collector(session).collect(["roof", "cellar"])
