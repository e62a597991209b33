"""A hybrid of the model reads a column that the query has left out."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from archive.database import create_tables, new_session
from archive.models import Letter
from archive.shelf import lengths


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Letter(sender="Rahel", text="Dear August"))
    print(await lengths())
