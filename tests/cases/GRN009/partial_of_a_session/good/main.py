"""A partial of AsyncSession serves as a factory: nobody has told it to keep what was loaded."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from weather.database import create, open_session
from weather.stations import Station


async def main() -> None:
    await create()
    async with open_session() as session:
        station = Station(name="North")
        session.add(station)
        await session.commit()
        print(station.name)
