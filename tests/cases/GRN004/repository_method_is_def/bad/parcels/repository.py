from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Parcel


class ParcelRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, parcel: Parcel) -> None:
        self.session.add(parcel)
        await self.session.commit()

    def by_code(self, code: str) -> Parcel:
        query = select(Parcel).where(Parcel.code == code)
        return self.session.execute(query).scalar_one()  # GRN004: AttributeError: 'coroutine'
