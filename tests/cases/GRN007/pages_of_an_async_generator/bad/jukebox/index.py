from __future__ import annotations

from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession

from .paging import albums


async def index_lines(session: AsyncSession) -> AsyncIterator[str]:
    async for album in albums(session):
        yield f"{album.title}: {len(album.tracks)} tracks"  # GRN007: MissingGreenlet
