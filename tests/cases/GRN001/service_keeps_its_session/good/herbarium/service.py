from __future__ import annotations

from sqlalchemy import func, select

from .database import Plant, new_session


class Herbarium:
    def __init__(self) -> None:
        self.session = new_session()

    async def press(self, name: str) -> str:
        self.session.add(Plant(name=name))
        await self.session.commit()
        self.session.expire_all()
        return name

    async def count(self) -> int:
        query = select(func.count(Plant.id))
        found = (await self.session.execute(query)).scalar_one()
        await self.session.rollback()
        return found

    async def close(self) -> None:
        await self.session.close()
