"""A service flushes to learn the new key, but forgets to await the flush."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from shop.database import create_tables
from shop.service import place_order


async def main() -> None:
    await create_tables()
    print(await place_order("ada", "tea"))
