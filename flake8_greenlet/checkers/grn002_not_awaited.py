"""A coroutine method of a session is called, and nobody awaits what it returns.

**What really happens.** `session.commit()` without `await` writes nothing; Python says
`RuntimeWarning: coroutine 'AsyncSession.commit' was never awaited`, later and somewhere else.
`session.execute(statement).scalars()` raises `AttributeError: 'coroutine' object has no
attribute 'scalars'`.

A coroutine is neither None nor false, no number, and no object that a session could have: a test
of it always goes one way, and where it is used as a value it raises, as late as at the next flush.

**When it is silent.** A coroutine that is stored, returned, collected for `asyncio.gather()` or
handed to a task is somebody's: where a plain function returns one, its caller is told. A session
without annotation counts as one only when the same function also gives it a mapped object, a
statement, or something to add, and asks it for nothing that no session has.

**How to mend it.** `await` the call.
"""

from __future__ import annotations

from flake8_greenlet.events import CoroutineDropped

SUMMARY = "coroutine of an AsyncSession not awaited in `async def`"
EVENTS = (CoroutineDropped,)


def check(event: CoroutineDropped) -> str | None:
    if not event.in_async or event.owner == "AsyncAttrs":
        return None
    call = event.call
    if event.use is None:
        if event.owner == "session":
            return f"{call} in async def is not awaited: await it on an AsyncSession"
        if event.owner == "AsyncEngine" and event.method == "begin":
            return f"{call} is not entered, so nothing happens: use async with {call}"
        return f"{call} is not awaited, so nothing happens: await {call}"
    if event.method == "connect":
        return f"{call} is neither awaited nor entered: write await {call}"
    return f"{call} returns a coroutine, not a result: write (await {call}) before using it"
