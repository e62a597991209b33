"""A mixin writes the `__repr__` of every model, and a message shows one after the commit."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from depot.database import Session, engine
from depot.models import Base, Pallet
from depot.moves import move


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Pallet(id=1, place="A1", weight=90))
        await session.commit()
    print(await move(1, "B2"))
