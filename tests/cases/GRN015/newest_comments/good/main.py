"""The session runs the statement of the query."""

from __future__ import annotations

from blog.database import Session, create_tables
from blog.models import Article, Comment
from blog.pages import page


async def main() -> None:
    await create_tables()
    async with Session() as session:
        article = Article(title="Greenlets")
        article.comments.append(Comment(text="first"))
        session.add(article)
        await session.commit()
    async with Session() as session:
        print(await page(session, 1))
