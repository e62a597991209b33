from __future__ import annotations

from sqlalchemy import func, select

from notes.base_repository import BaseRepository
from notes.models import Note


class NoteRepository(BaseRepository):
    async def forget(self, note_id: int) -> None:
        note = await self.session.get(Note, note_id)
        if note is not None:
            self.session.delete(note)  # GRN002: never awaited: coroutine 'AsyncSession.delete' was

    async def count(self) -> int:
        return await self.session.scalar(select(func.count(Note.id))) or 0
