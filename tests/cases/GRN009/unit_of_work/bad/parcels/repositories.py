from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from parcels.models import Parcel


class ParcelRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def by_code(self, code: str) -> Parcel:
        return (await self.session.scalars(select(Parcel).where(Parcel.code == code))).one()
