"""A row that a commit has expired is rendered in the executor, in a thread and by itself."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from press.database import Session, engine
from press.models import Article, Base
from press.articles import publish, publish_in_a_thread


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Article(id=1, title="Tea", words=90))
        await session.commit()
    print(await publish(1))


async def main_of_the_thread() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Article(id=1, title="Tea", words=90))
        await session.commit()
    print(await publish_in_a_thread(1))
