"""join() filters by the other table and loads nothing of it; the factory hides in a base class."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from fair.database import create_tables, new_session
from fair.models import Hall, Stand
from fair.services import StandService


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Stand(firm="Acme", hall=Hall(letter="B")))
    print(await StandService(new_session).signs("B"))
