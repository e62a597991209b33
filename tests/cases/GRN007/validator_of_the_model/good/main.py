"""A validator looks at a collection before it lets a new value in."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from quarry.database import create_tables, new_session
from quarry.models import Blast, Site
from quarry.planning import rename


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Site(name="north", blasts=[Blast(charge=3)]))
    await rename(1, "north face")
