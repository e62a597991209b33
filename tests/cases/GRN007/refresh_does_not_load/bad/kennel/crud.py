from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from .models import Dog


async def register(session: AsyncSession, name: str) -> dict[str, object]:
    dog = Dog(name=name)
    session.add(dog)
    await session.commit()
    await session.refresh(dog)
    return {
        "id": dog.id,
        "name": dog.name,
        "visits": len(dog.visits),  # GRN007: MissingGreenlet
    }
