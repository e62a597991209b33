"""Whether the row was there or has just been inserted, its relationship is not loaded."""
# requires: sqlalchemy>=2.0, advanced-alchemy

from __future__ import annotations

from harbour.database import config
from harbour.models import Base
from harbour.moorings import moor


async def main() -> None:
    async with config.get_engine().begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with config.get_session() as session:
        print(await moor(session, "Seagull"))
