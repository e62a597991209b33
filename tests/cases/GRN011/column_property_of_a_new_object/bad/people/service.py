from __future__ import annotations

from .database import session_factory
from .models import Person


async def register(first_name: str, last_name: str) -> str:
    async with session_factory() as session:
        person = Person(first_name=first_name, last_name=last_name)
        session.add(person)
        await session.commit()
        return f"Welcome, {person.full_name}!"  # GRN011[35]: MissingGreenlet
