"""The factory of the tests keeps what was loaded, the one of the workers does not."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

import os

os.environ["CLINIC_TESTING"] = "1"

from clinic.database import Sessions, WorkerSessions, engine
from clinic.models import Base, Patient
from clinic.visits import discharge, discharge_in_background


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Sessions() as session:
        session.add_all([Patient(id=1, name="Ada"), Patient(id=2, name="Ben")])
        await session.commit()
    async with Sessions() as session:
        print(await discharge(session, 1))
    await discharge_in_background(2)
