"""The attribute exists only because of a backref on the other class."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from stable.database import create_tables, new_session
from stable.models import Horse, Rider
from stable.report import riders_of


async def main() -> None:
    await create_tables()
    async with new_session() as session:
        session.add(Rider(name="Ada", horse=Horse(name="Comet")))
        await session.commit()
    print(await riders_of("Comet"))
