from __future__ import annotations

from sqlalchemy import select

from .database import new_session
from .models import Parcel


async def carry_to(address: str) -> None:
    print("to", address)


async def deliver_all() -> int:
    async with new_session() as session:
        parcels = (await session.scalars(select(Parcel).filter_by(delivered=False))).all()
        for parcel in parcels:
            await carry_to(parcel.address)  # GRN009: MissingGreenlet
            parcel.delivered = True
            await session.commit()
        return len(parcels)
