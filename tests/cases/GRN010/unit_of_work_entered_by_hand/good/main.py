"""A unit of work enters and leaves its session by hand, and its rollback() expires the rest."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from harbour.database import create_tables
from harbour.models import Berth, Ship
from harbour.moving import move
from harbour.units import UnitOfWork


async def main() -> None:
    await create_tables()
    async with UnitOfWork() as unit:
        unit.session.add_all([Ship(name="Gudrun"), Berth(number=4, is_free=False)])
        await unit.commit()
    print(await move(1, 4))
