"""The method commits nothing; its decorator, in another file, does."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from kennel.database import SessionFactory, create_tables
from kennel.models import Dog
from kennel.service import DogService


async def main() -> None:
    await create_tables()
    async with SessionFactory() as session:
        session.add(Dog(name="Rex"))
        await session.commit()
    async with SessionFactory() as session:
        service = DogService(session)
        dog = await service.find("Rex")
        name = dog.name
        await service.adopt(dog, "Ada")
        print(f"{name} has a home")
