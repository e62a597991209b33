from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import undefer

from archive.database import new_session
from archive.models import Letter


async def lengths() -> dict[str, int]:
    query = select(Letter).options(undefer(Letter.text))
    async with new_session() as session:
        letters = (await session.scalars(query)).all()
        return {letter.sender: letter.words for letter in letters}
