"""A loop makes a task for each page, five at a time, and all of them write with one session.

The good twin has a semaphore as well, but one that lets in a single task."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from crawler.database import Session, engine
from crawler.models import Base
from crawler.worker import Crawler


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        await Crawler(session).crawl(["/", "/about"])
