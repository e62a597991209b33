from __future__ import annotations

import asyncio

from database import Session
from models import Place
from sqlalchemy import select


async def locate(address: str) -> int | None:
    async with Session() as session:
        return await session.scalar(select(Place.x).where(Place.address == address))


async def locate_all(addresses: list[str]) -> list[int | None]:
    return await asyncio.gather(*[locate(address) for address in addresses])
