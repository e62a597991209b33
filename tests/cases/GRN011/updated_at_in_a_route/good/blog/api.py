from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from .database import get_session
from .models import Article

app = FastAPI()
SessionDep = Annotated[AsyncSession, Depends(get_session)]


@app.patch("/articles/{article_id}")
async def rename_article(article_id: int, title: str, session: SessionDep) -> dict[str, str]:
    article = await session.get_one(Article, article_id)
    article.title = title
    await session.commit()
    await session.refresh(article, ["updated_at"])
    return {
        "title": article.title,
        "updated_at": article.updated_at.isoformat(),
    }
