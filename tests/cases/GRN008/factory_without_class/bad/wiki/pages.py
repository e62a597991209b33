from __future__ import annotations

from wiki.database import async_session
from wiki.models import Page


async def write(title: str, text: str) -> None:
    session = async_session()
    session.add(Page(title=title, text=text))
    await session.commit()  # here: AsyncContextNotStarted: AsyncConnection context has not been
    await session.close()
