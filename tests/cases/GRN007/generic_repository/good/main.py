"""A generic repository of another file selects the class that each of its heirs names."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from orchard.database import create_tables, new_session
from orchard.models import Row, Tree
from orchard.survey import survey


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Row(number=3, trees=[Tree(sort="quince"), Tree(sort="medlar")]))
    async with new_session() as session:
        print(await survey(session))
