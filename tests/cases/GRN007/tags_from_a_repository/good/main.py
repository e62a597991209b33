"""A repository in another file fetches the article; the page reads its tags."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from press.database import create_tables, new_session
from press.models import Article, Tag
from press.pages import article_page


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Article(slug="frost", tags=[Tag(name="weather"), Tag(name="garden")]))
    print(await article_page("frost"))
