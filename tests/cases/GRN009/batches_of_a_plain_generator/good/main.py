"""A plain generator hands out batches of rows, and the loop over them commits after each."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from mill.database import Session, engine
from mill.models import Base, Sack
from mill.grinding import grind


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Sack(id=1, grain="rye", ground=False))
        await session.commit()
        session.add_all([Sack(grain="oat", ground=False), Sack(grain="spelt", ground=False)])
        await session.commit()
    print(await grind())
