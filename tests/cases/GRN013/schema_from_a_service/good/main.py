"""A service makes schemas of what it has listed, and they have more than it has loaded."""
# requires: sqlalchemy>=2.0, advanced-alchemy, pydantic>=2

from __future__ import annotations

from quarry.models import Base, Quarry, Stone
from quarry.overview import overview
from quarry.services import config


async def main() -> None:
    async with config.get_engine().begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with config.get_session() as session:
        session.add(Quarry(id=1, name="Slate Hill", stones=[Stone(kind="slate")]))
        await session.commit()
    print(await overview())
