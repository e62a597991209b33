from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .decorators import transactional
from .models import Dog


class DogService:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def find(self, name: str) -> Dog:
        return (await self.session.scalars(select(Dog).where(Dog.name == name))).one()

    @transactional
    async def adopt(self, dog: Dog, owner: str) -> None:
        dog.owner = owner
