from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from .database import new_session
from .models import Entry, Feed


async def newest_of(url: str) -> str:
    return f"{url}/latest"


async def fetch_all() -> int:
    added = 0
    async with new_session() as session:
        urls = (await session.scalars(select(Feed.url))).all()
        for url in urls:
            guid = await newest_of(url)
            session.add(Entry(guid=guid))
            try:
                await session.commit()
            except IntegrityError:
                await session.rollback()
            else:
                added += 1
    return added
