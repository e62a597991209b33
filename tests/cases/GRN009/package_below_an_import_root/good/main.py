"""The factory stands in a package below an import root, where only the option leads to."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "libs"))


async def main() -> None:
    from stations.trains import delay
    from timetable_store.database import Session, engine
    from timetable_store.models import Base, Train

    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Train(id=1, name="Night express", minutes=0))
        await session.commit()
    print(await delay(1))
