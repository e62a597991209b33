from __future__ import annotations

from sqlmodel.ext.asyncio.session import AsyncSession

from .models import Station, StationCreate


async def create_station(session: AsyncSession, data: StationCreate) -> Station:
    station = Station.model_validate(data)
    session.add(station)
    await session.commit()
    return station
