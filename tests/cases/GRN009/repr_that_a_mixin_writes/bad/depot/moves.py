from __future__ import annotations

from depot.database import Session
from depot.models import Pallet


async def move(pallet_id: int, place: str) -> str:
    async with Session() as session:
        pallet = await session.get_one(Pallet, pallet_id)
        print(f"from {pallet!r}")
        pallet.place = place
        await session.commit()
        return f"to {pallet!r}"  # GRN009: MissingGreenlet
