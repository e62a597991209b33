from __future__ import annotations

import asyncio

from database import Session
from models import Offer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession


async def price_of(session: AsyncSession, lock: asyncio.Lock, dealer: str) -> int:
    async with lock:
        offer = (await session.execute(select(Offer).filter_by(dealer=dealer))).scalar_one()
    return offer.price


async def best_offer(dealers: list[str]) -> int:
    best = 100
    async with Session() as session:
        lock = asyncio.Lock()
        quotes = [price_of(session, lock, dealer) for dealer in dealers]
        for quote in asyncio.as_completed(quotes):
            best = min(best, await quote)
    return best
