from __future__ import annotations

from tailor.database import Session
from tailor.helpers import finish
from tailor.models import Suit
from sqlalchemy.orm import selectinload


async def fit(suit_id: int) -> str:
    session = Session()
    suit = await session.get_one(Suit, suit_id)
    suit.cloth = "linen"
    await finish(session)
    print("now of", suit.cloth)
    async with session:
        suit = await session.merge(suit, options=[selectinload(Suit.fittings)])
        return f"{suit.cloth}: {len(suit.fittings)}"
