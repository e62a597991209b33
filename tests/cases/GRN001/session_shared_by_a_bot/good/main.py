"""A chat bot keeps one session for its whole life, and its handlers are coroutines."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from bot.handlers import remember, who_likes
from bot.storage import create_tables, db


async def main() -> None:
    await create_tables()
    await remember("ada", "tea")
    print(await who_likes("tea"))
    await db.close()
