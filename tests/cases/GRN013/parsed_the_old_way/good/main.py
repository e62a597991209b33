"""`from_orm` and `parse_obj_as` read the same as their successors: what a commit has expired."""
# requires: sqlalchemy>=2.0, pydantic>=2,<3

from __future__ import annotations

from bank.database import Session, engine
from bank.models import Account, Base, Entry
from bank.accounts import deposit, history


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Account(id=1, owner="Ada", entries=[Entry(cents=900)]))
        await session.commit()
    print(await deposit(1))


async def main_of_the_history() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Account(id=1, owner="Ada", entries=[Entry(cents=900)]))
        await session.commit()
    print(await history(1))
