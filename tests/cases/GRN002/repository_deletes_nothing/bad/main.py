"""A repository's delete() calls the session's coroutine and drops it."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from notes.database import async_session, create_tables
from notes.models import Note
from notes.repositories import NoteRepository


async def main() -> None:
    await create_tables()
    async with async_session.begin() as session:
        session.add(Note(text="buy bread"))
    async with async_session() as session:
        repository = NoteRepository(session)
        await repository.forget(1)
        await session.commit()
        print(await repository.count(), "notes left")
