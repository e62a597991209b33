"""A model's own method marks the row as deleted, and flushes a session it cannot await."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from archive.database import engine, open_session
from archive.models import Base, Letter


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with open_session() as session:
        letter = Letter(subject="hello")
        session.add(letter)
        await session.commit()
        await letter.withdraw(session)
        print(letter.subject, letter.withdrawn)
