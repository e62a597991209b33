from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from press.models import Article


class ArticleRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def by_slug(self, slug: str) -> Article | None:
        query = select(Article).where(Article.slug == slug)
        return (await self.session.execute(query)).scalar_one_or_none()
