from __future__ import annotations

import asyncio

from database import Session
from models import Place
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession


async def locate(session: AsyncSession, address: str) -> int | None:
    return await session.scalar(select(Place.x).where(Place.address == address))


async def locate_all(addresses: list[str]) -> list[int | None]:
    async with Session() as session:
        return await asyncio.gather(  # GRN017: InvalidRequestError: This session is provisioning a
            *[locate(session, address) for address in addresses]
        )
