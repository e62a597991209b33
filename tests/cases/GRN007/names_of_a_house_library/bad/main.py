"""The session and the base class come from a library of the house, which the options name."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "installed"))


async def main() -> None:
    import housekit.database as database
    from household.chores import chores_of
    from household.models import Chore, Room
    from housekit.models import Model

    async with database.engine.begin() as connection:
        await connection.run_sync(Model.metadata.create_all)
    async with database.House(database.engine) as session:
        session.add(Room(id=1, label="Kitchen", chores=[Chore(name="dishes")]))
        await session.commit()
    async with database.House(database.engine) as session:
        print(await chores_of(session, 1))  # here: MissingGreenlet
