"""A thread list counts the replies of each thread, in a loop over all of them."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from board.database import create_tables, session_factory
from board.models import Reply, Thread
from board.overview import overview


async def main() -> None:
    await create_tables()
    async with session_factory.begin() as session:
        session.add(Thread(title="Rules", replies=[Reply(text="ok"), Reply(text="why?")]))
        session.add(Thread(title="Welcome"))
    async with session_factory() as session:
        print(*await overview(session), sep="\n")
