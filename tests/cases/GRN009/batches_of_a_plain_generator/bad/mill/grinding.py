from __future__ import annotations

from mill.batches import batches
from mill.database import Session
from mill.models import Sack
from sqlalchemy import select


async def grind() -> list[str]:
    done = []
    async with Session() as session:
        sacks = (await session.scalars(select(Sack).order_by(Sack.id))).all()
        for batch in batches(sacks, 1):
            for sack in batch:
                done.append(sack.grain)  # GRN009: MissingGreenlet
                sack.ground = True
            await session.commit()
    return done
