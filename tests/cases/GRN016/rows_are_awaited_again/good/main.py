"""A repository awaits the result, and takes its rows."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from trails.database import Session, prepare
from trails.repository import Trails


async def main() -> None:
    await prepare()
    async with Session() as session:
        print([trail.name for trail in await Trails(session).longer_than(10)])
