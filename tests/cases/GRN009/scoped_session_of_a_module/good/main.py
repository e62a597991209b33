"""Every module uses the scoped session of the task, and one of them commits."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from shop.baskets import check_out
from shop.database import db, engine
from shop.models import Base, Basket


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    db.add(Basket(id=1, total=12))
    await db.commit()
    await db.remove()
    try:
        print(await check_out(1))
    finally:
        await db.remove()
