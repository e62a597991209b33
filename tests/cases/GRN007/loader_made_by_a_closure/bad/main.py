"""A function makes the loader and closes over the session; what it loads has no comments."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from gazette.database import SessionFactory, create_tables
from gazette.loading import loader
from gazette.models import Article, Comment
from gazette.pages import as_text


async def main() -> None:
    await create_tables()
    async with SessionFactory() as session:
        session.add(Article(title="Frost", comments=[Comment(text="Brr")]))
        await session.commit()
    async with SessionFactory() as session:
        load = loader(session, Article)
        article = await load(1)
        print(as_text(article))  # GRN007: MissingGreenlet
