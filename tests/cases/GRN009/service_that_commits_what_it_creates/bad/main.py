"""A service of one's own commits after the library has created the row, and hands it on."""
# requires: sqlalchemy>=2.0, advanced-alchemy

from __future__ import annotations

from post.letters import Letters, config
from post.models import Base


async def main() -> None:
    async with config.get_engine().begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with config.get_session() as session:
        letter = await Letters(session=session).create({"address": "  Main Street 1 "})
        print(letter.address)  # GRN009: MissingGreenlet
