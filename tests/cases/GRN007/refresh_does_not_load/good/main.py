"""A create() refreshes the new object, which loads its columns, and not its children."""
# requires: sqlalchemy>=2.0.4

from __future__ import annotations

from kennel.database import create_tables, new_session
from kennel.crud import register


async def main() -> None:
    await create_tables()
    async with new_session() as session:
        print(await register(session, "Rex"))
