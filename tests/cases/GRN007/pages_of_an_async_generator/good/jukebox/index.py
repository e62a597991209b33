from __future__ import annotations

from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from .models import Album
from .paging import albums


async def index_lines(session: AsyncSession) -> AsyncIterator[str]:
    async for album in albums(session, selectinload(Album.tracks)):
        yield f"{album.title}: {len(album.tracks)} tracks"
