from __future__ import annotations

import asyncio

from press.database import Session
from press.models import Article
from press.rendering import render


async def publish(article_id: int) -> str:
    loop = asyncio.get_running_loop()
    async with Session() as session:
        article = await session.get_one(Article, article_id)
        print(await loop.run_in_executor(None, render, article))
        article.words += 1
        await session.commit()
        return await loop.run_in_executor(None, render, article)  # GRN009: MissingGreenlet


async def publish_in_a_thread(article_id: int) -> str:
    async with Session() as session:
        article = await session.get_one(Article, article_id)
        print(await asyncio.to_thread(render, article))
        article.words += 1
        await session.commit()
        return await asyncio.to_thread(render, article, width=60)  # GRN009: MissingGreenlet
