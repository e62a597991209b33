from __future__ import annotations

from press.database import new_session
from press.repository import ArticleRepository


async def article_page(slug: str) -> str:
    async with new_session() as session:
        article = await ArticleRepository(session).by_slug(slug)
        if article is None:
            return "404"
        tags = sorted(tag.name for tag in article.tags)
        return f"{article.slug}: {', '.join(tags)}"
