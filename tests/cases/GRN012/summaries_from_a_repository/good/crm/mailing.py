from __future__ import annotations

from .database import new_session
from .repository import ContactRepository


async def addresses() -> list[str]:
    async with new_session() as session:
        contacts = await ContactRepository(session).all()
        return [contact.address for contact in contacts]
