"""A dataclass reads the object that it is made of, in its __post_init__."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from festival.cards import BandCard
from festival.database import SessionFactory, create_tables
from festival.models import Band, Gig
from festival.queries import find_band


async def main() -> None:
    await create_tables()
    async with SessionFactory() as session:
        session.add(Band(name="The Halves", gigs=[Gig(stage="north")]))
        await session.commit()
    async with SessionFactory() as session:
        band = await find_band(session, "The Halves")
        print(BandCard.of(band))  # GRN007: MissingGreenlet
