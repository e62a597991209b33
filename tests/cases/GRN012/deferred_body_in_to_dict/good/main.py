"""The query asks for the deferred column."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from news.articles import show
from news.database import Session, create_tables
from news.models import Article


async def main() -> None:
    await create_tables()
    async with Session.begin() as session:
        session.add(Article(title="Rain", body="It rained again."))
    print(await show(1))
