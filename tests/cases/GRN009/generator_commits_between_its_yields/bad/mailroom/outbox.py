from __future__ import annotations

from collections.abc import AsyncIterator

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Letter


async def claimed(session: AsyncSession) -> AsyncIterator[Letter]:
    """Each letter that waits; it counts as sent once the next one is asked for."""
    query = select(Letter.id).where(Letter.is_sent.is_(False))
    for letter_id in (await session.scalars(query)).all():
        letter = await session.get_one(Letter, letter_id)
        yield letter
        letter.is_sent = True
        await session.commit()
