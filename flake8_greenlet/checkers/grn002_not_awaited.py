"""A coroutine method of a session is called, and nobody awaits what it returns.

**What really happens.** `session.commit()` without `await` writes nothing; Python says
`RuntimeWarning: coroutine 'AsyncSession.commit' was never awaited`, later and somewhere else.
`session.execute(statement).scalars()` raises `AttributeError: 'coroutine' object has no
attribute 'scalars'`.

**When it is silent.** A coroutine that is stored, returned, collected for `asyncio.gather()` or
handed to a task is somebody's. A session without annotation counts as one only when the same
function also gives it an object to add, delete, merge or refresh, or a statement.

**How to mend it.** `await` the call.
"""

from __future__ import annotations

from flake8_greenlet.events import CoroutineDropped

SUMMARY = "coroutine of an AsyncSession not awaited in `async def`"
EVENTS = (CoroutineDropped,)


def check(event: CoroutineDropped) -> str | None:
    if not event.in_async:
        return None
    call = f"{event.receiver}.{event.method}()"
    if event.use is None:
        if event.owner == "session":
            return f"{call} in async def is not awaited: await it on an AsyncSession"
        return f"{call} is not awaited, so nothing happens: await {call}"
    return f"{call} returns a coroutine, not a result: write (await {call}) before using it"
