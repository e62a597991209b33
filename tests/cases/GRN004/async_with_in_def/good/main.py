"""A seeding script's helper opens an async session in a plain function."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from seeds.database import create_tables
from seeds.colours import add_colours


async def main() -> None:
    await create_tables()
    await add_colours(["red", "green"])
