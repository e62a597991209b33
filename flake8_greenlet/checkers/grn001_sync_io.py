"""A synchronous engine, connection or session does its IO inside `async def`.

**What really happens.** No exception: the call works, and the whole event loop stands still
until the database has answered. Every other request waits with it.

**Where it is reported.** At the line where the coroutine makes the engine, connection or
session; if something else made it, at the first call that blocks. A session that comes through
a FastAPI parameter is GRN003.

**How to mend it.** Use `create_async_engine()`, `async_sessionmaker()` and `AsyncSession`, and
`await` the calls; or keep the synchronous code in a plain `def` and run it with
`asyncio.to_thread()`. A FastAPI route or dependency that is a plain `def` runs in a thread by
itself.
"""

from __future__ import annotations

from flake8_greenlet.events import SyncIO

SUMMARY = "synchronous engine or session used inside `async def`"
EVENTS = (SyncIO,)

_INSTEAD = {
    "connection": "use create_async_engine()",
    "engine": "use create_async_engine()",
    "session": "use an AsyncSession",
}


def check(event: SyncIO) -> str | None:
    what = event.made or event.call
    verb = "makes" if event.made else "does IO on"
    instead = _INSTEAD[event.what]
    return f"{what} {verb} a synchronous {event.what} and blocks the event loop: {instead}"
