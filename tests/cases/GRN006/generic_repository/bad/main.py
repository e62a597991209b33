"""A generic repository was ported to AsyncSession, all but one method."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from farm.database import create_tables, new_session
from farm.models import Animal
from farm.repositories import AnimalRepository


async def main() -> None:
    await create_tables()
    async with new_session() as session:
        repository = AnimalRepository(session)
        await repository.add(Animal(name="Berta"))
        print([animal.name for animal in await repository.list()])
