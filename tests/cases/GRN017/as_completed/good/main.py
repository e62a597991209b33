"""What comes first is taken first, of coroutines that share a session.

The good twin lets one at a time have it: they wait for a lock."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from database import Session, engine
from models import Base, Offer
from quotes import best_offer


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add_all([Offer(dealer="North", price=40), Offer(dealer="South", price=35)])
        await session.commit()
    print(await best_offer(["North", "South"]))
