from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.base import ExecutableOption

from .models import Album


async def pages(
    session: AsyncSession, options: Sequence[ExecutableOption], size: int
) -> AsyncIterator[Sequence[Album]]:
    offset = 0
    query = select(Album).order_by(Album.id).options(*options)
    while True:
        page = (await session.scalars(query.offset(offset).limit(size))).all()
        if not page:
            break
        yield page
        offset += size


async def albums(
    session: AsyncSession, *options: ExecutableOption, size: int = 2
) -> AsyncIterator[Album]:
    async for page in pages(session, options, size):
        for album in page:
            yield album
