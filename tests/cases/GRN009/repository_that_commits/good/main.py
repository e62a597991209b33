"""A repository commits whatever it writes, and what its caller has in hand besides expires."""
# requires: sqlalchemy>=2.0, advanced-alchemy

from __future__ import annotations

from ski.database import config
from ski.lifts import open_first
from ski.models import Base, Lift


async def main() -> None:
    async with config.get_engine().begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with config.get_session() as session:
        session.add_all([Lift(id=1, name="North"), Lift(id=2, name="South")])
        await session.commit()
    async with config.get_session() as session:
        print(await open_first(session))
