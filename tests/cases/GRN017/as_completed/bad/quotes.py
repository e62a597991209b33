from __future__ import annotations

import asyncio

from database import Session
from models import Offer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession


async def price_of(session: AsyncSession, dealer: str) -> int:
    offer = (await session.execute(select(Offer).filter_by(dealer=dealer))).scalar_one()
    return offer.price


async def best_offer(dealers: list[str]) -> int:
    best = 100
    async with Session() as session:
        quotes = [price_of(session, dealer) for dealer in dealers]
        for quote in asyncio.as_completed(quotes):  # GRN017: InvalidRequestError later
            best = min(best, await quote)  # here: InvalidRequestError: This session is provisioning
    return best
