"""The session factory makes what `async with` can enter."""
# requires: sqlalchemy>=2.0, python>=3.11

from __future__ import annotations

from library.database import Base, engine
from library.lending import lend


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    print(await lend("Walden"))
