from __future__ import annotations

from garage.models import Repair
from garage.storage import storage


async def open_repair(what: str) -> int:
    async with storage.session() as session:
        repair = Repair(what=what)
        session.add(repair)
        await session.flush()
        number = repair.id
        await session.commit()
        return number


async def finish(number: int) -> None:
    async with storage.session() as session:
        repair = await session.get_one(Repair, number)
        repair.done = True
        await session.commit()
        print(repair.what, "is done")  # GRN009: MissingGreenlet
