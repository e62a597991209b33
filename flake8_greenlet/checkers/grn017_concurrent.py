"""One AsyncSession does IO in two tasks that run at a time.

**What really happens.** That depends on what meets what. While the session connects, or makes a
savepoint, SQLAlchemy 2 raises `InvalidRequestError: This session is provisioning a new connection;
concurrent operations are not permitted`, in either of the tasks; not if the pool has a connection
at hand, and so perhaps not before the load is high. Two flushes: `InvalidRequestError: Session is
already flushing`. Two commits: `IllegalStateChangeError: Method 'commit()' can't be called here`,
or `ResourceClosedError: This transaction is closed`; both are InvalidRequestErrors as well. Closing
the session afterwards may raise the same. Two queries on the connection that the session has
already are queued by aiosqlite, one after the other; other drivers refuse, as asyncpg does at times
with `cannot perform operation: another operation is in progress`.

**When it is silent.** Where each task makes a session of its own, or gets that of a registry with
`scopefunc=current_task`; where a lock keeps the tasks apart, or anything unknown that they enter
with `async with`; a semaphore that lets in one, or nobody knows how many. Where a session is handed
to a single task that alone goes on with it. Where the parent has waited for the task, or for
something unknown, meanwhile. `session.add()` and a flush or a commit that may have nothing to write
do no IO.

**How to mend it.** Give each task a session of its own: `async with Session() as session:` inside
of the coroutine. Or await one after the other: one session has one connection, which works off its
statements one by one anyway.
"""

from __future__ import annotations

from flake8_greenlet.checkers import worded
from flake8_greenlet.events import ConcurrentUse

SUMMARY = "one AsyncSession used by several tasks at a time"
EVENTS = (ConcurrentUse,)


def check(event: ConcurrentUse) -> str:
    session = event.session or "an AsyncSession"
    does = "writes" if event.writes else "does IO"
    what = f"{session} {does} in concurrent tasks, {_outcome(event)}"
    return worded(what, "give each its own session")


def _outcome(event: ConcurrentUse) -> str:
    if event.writes:
        return "an InvalidRequestError"
    if event.connected:
        return "which its one connection queues or refuses"
    return "an InvalidRequestError while it connects"
