from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from .queries import find_event


async def invitation(session: AsyncSession, event_id: int) -> str:
    event = await find_event(session, event_id)
    if not event:
        raise LookupError(event_id)
    names = " and ".join(guest.name for guest in event.guests)  # GRN007: MissingGreenlet
    return f"{event.title}, with {names}"
