"""The settings hold the URL that the sync version of the application used."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from inventory.database import Base, engine


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await engine.dispose()
