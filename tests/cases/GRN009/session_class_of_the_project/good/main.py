"""A session class of the project saves with a commit, and what it has saved is read."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from forum.database import Sessions, engine
from forum.models import Base
from forum.threads import publish


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Sessions() as session:
        print(await publish(session, "Welcome"))
