"""The helper loads the guests if it is asked to; this caller does not ask."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from events.database import create_tables, new_session
from events.invitations import invitation
from events.models import Event, Guest


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Event(title="Picnic", guests=[Guest(name="Ada"), Guest(name="Ben")]))
    async with new_session() as session:
        print(await invitation(session, 1))
