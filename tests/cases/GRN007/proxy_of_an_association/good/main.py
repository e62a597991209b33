"""An association proxy reads the relationship behind it, also for the file that knows only the proxy."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from wiki.database import Session, engine
from wiki.models import Base, Page, Tagging
from wiki.pages import keywords_of


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Page(id=1, title="Tea", taggings=[Tagging(word="drink")]))
        await session.commit()
    print(await keywords_of(1))
