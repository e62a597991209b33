"""A rollback for one row takes away the columns of all the rows still to come."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from reader.database import create_tables, new_session
from reader.fetch import fetch_all
from reader.models import Entry, Feed


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add_all([Feed(url="https://a.example"), Feed(url="https://b.example")])
        session.add(Entry(guid="https://a.example/latest"))
    print(await fetch_all())
