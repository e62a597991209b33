"""Pagination computes with the coroutine that scalar() returned; handing it on would be fine."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from gallery.database import open_session
from gallery.pages import count_pages


async def main() -> None:
    async with open_session() as session:
        print(await count_pages(session, 10))
