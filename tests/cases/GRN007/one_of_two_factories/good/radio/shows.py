from __future__ import annotations

from radio.database import Session
from radio.models import Show
from sqlalchemy.orm import selectinload


async def rename(show_id: int) -> str:
    async with Session() as session:
        show = await session.get_one(Show, show_id, options=[selectinload(Show.songs)])
        show.title = show.title.upper()
        await session.commit()
        return f"{show.title}: {len(show.songs)}"
