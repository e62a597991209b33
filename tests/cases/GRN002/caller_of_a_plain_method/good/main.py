"""The repository's plain methods return coroutines, and their callers await them."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from aviary.database import create_tables, open_session
from aviary.service import admit


async def main() -> None:
    await create_tables()
    async with open_session() as session:
        print(await admit(session, "kestrel"))
