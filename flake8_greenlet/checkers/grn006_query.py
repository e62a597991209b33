"""`.query()` is called on an `AsyncSession`.

**What really happens.** `AttributeError: 'AsyncSession' object has no attribute 'query'`: the
legacy `Query` exists on the synchronous `Session` only.

**How to mend it.** `await session.execute(select(User))`, or `await session.scalars(...)`;
legacy code can go on inside `await session.run_sync(function)`.
"""

from __future__ import annotations

from flake8_greenlet.events import QueryOnAsyncSession

SUMMARY = "`query()` on an AsyncSession"
EVENTS = (QueryOnAsyncSession,)


def check(event: QueryOnAsyncSession) -> str | None:
    return f"AsyncSession has no query(): use await {event.receiver}.execute(select(...))"
