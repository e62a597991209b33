from __future__ import annotations

from .database import session_scope
from .models import Job


async def enqueue(kind: str, argument: str) -> str:
    async with session_scope() as session:
        session.add(Job(kind=kind, argument=argument))
    return f"{kind}({argument}) is waiting"
