"""A table is printed by lambdas, one for each column, that another file calls with each row."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from gym.database import Session, engine
from gym.models import Base, Member, Visit
from gym.reports import members


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Member(id=1, name="Ada", visits=[Visit(minutes=50)]))
        await session.commit()
    print(await members())
