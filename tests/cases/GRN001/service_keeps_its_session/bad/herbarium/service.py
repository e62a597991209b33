from __future__ import annotations

from sqlalchemy import func, select

from .database import Plant, new_session


class Herbarium:
    def __init__(self) -> None:
        self.session = new_session()

    async def press(self, name: str) -> str:
        self.session.add(Plant(name=name))
        self.session.commit()  # GRN001: blocks
        self.session.expire_all()
        return name

    async def count(self) -> int:
        query = select(func.count(Plant.id))
        found = self.session.execute(query).scalar_one()  # GRN001: blocks
        self.session.rollback()
        return found

    async def close(self) -> None:
        self.session.close()
