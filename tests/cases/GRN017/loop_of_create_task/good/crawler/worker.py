from __future__ import annotations

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from crawler.models import Page


class Crawler:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.slots = asyncio.Semaphore(1)

    async def crawl(self, paths: list[str]) -> None:
        tasks = []
        for path in paths:
            tasks.append(asyncio.create_task(self.store(path)))
        await asyncio.gather(*tasks)
        await self.session.commit()

    async def store(self, path: str) -> None:
        async with self.slots:
            self.session.add(Page(path=path))
            await self.session.flush()
