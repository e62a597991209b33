"""refresh() selects it."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from people.database import create_tables
from people.service import register


async def main() -> None:
    await create_tables()
    print(await register("Ada", "Lovelace"))
