"""A base from a library has the key, and reading that is refused like any other after a commit."""
# requires: sqlalchemy>=2.0, advanced-alchemy

from __future__ import annotations

from apiary.hives import found
from apiary.models import Hive
from apiary.sessions import config


async def main() -> None:
    async with config.get_engine().begin() as connection:
        await connection.run_sync(Hive.metadata.create_all)
    async with config.get_session() as session:
        print(await found(session, "Meadow"))  # GRN009: MissingGreenlet
