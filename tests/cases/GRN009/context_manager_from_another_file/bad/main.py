"""The session comes from an asynccontextmanager; the commit is in a branch."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sensors.database import create_tables, open_session
from sensors.models import Sensor
from sensors.calibration import calibrate


async def main() -> None:
    await create_tables()
    async with open_session() as session:
        session.add(Sensor(name="attic", offset=0))
        await session.commit()
    print(await calibrate(1, 3))
