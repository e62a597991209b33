"""A chat bot keeps one session for its whole life, and its handlers are coroutines."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from bot.handlers import remember, who_likes
from bot.storage import create_tables

create_tables()


async def main() -> None:
    await remember("ada", "tea")
    print(await who_likes("tea"))
