"""A helper in another file commits the session that it shares with its caller."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from desk.database import create_tables, new_session
from desk.models import Ticket
from desk.tickets import close_ticket


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Ticket(subject="Printer"))
    async with new_session() as session:
        print(await close_ticket(session, 1))  # GRN009: MissingGreenlet
