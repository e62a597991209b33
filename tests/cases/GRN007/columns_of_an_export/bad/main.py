"""The converter goes by a functools.partial, whose constant argument chooses what is read."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from cinema.database import SessionFactory, create_tables
from cinema.exports import full_programme
from cinema.models import Film, Screening


async def main() -> None:
    await create_tables()
    async with SessionFactory() as session:
        session.add(Film(title="Metropolis", screenings=[Screening(hall=2)]))
        await session.commit()
    async with SessionFactory() as session:
        print(await full_programme(session))
