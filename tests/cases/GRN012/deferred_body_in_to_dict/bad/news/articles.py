from __future__ import annotations

from sqlalchemy import select

from .database import Session
from .models import Article


async def show(article_id: int) -> dict[str, object]:
    async with Session() as session:
        query = select(Article).where(Article.id == article_id)
        article = (await session.execute(query)).scalar_one()
        return article.to_dict()  # GRN012: MissingGreenlet
