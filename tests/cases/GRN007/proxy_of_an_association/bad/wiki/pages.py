from __future__ import annotations

from wiki.database import Session
from wiki.models import Page


async def keywords_of(page_id: int) -> str:
    async with Session() as session:
        page = await session.get_one(Page, page_id)
        return f"{page.title}: {', '.join(page.words)}"  # GRN007: MissingGreenlet
