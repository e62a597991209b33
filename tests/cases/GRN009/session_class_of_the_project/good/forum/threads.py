from __future__ import annotations

from forum.models import Thread
from forum.sessions import ForumSession


async def publish(session: ForumSession, title: str) -> str:
    thread = await session.save(Thread(title=title))
    return describe(thread)


def describe(thread: Thread) -> str:
    return f"#{thread.id} {thread.title}"
