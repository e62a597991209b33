from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from blog.models import Article, Comment


async def page(session: AsyncSession, article_id: int) -> dict:
    article = await session.get(Article, article_id)
    newest = article.comments.order_by(Comment.id.desc()).limit(5)
    return {
        "title": article.title,
        "comments": [comment.text for comment in newest],  # GRN015: MissingGreenlet
    }
