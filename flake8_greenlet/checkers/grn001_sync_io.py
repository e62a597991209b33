"""A synchronous engine, connection or session does its IO inside `async def`.

**What really happens.** No exception: the call works, and the whole event loop stands still
until the database has answered. Every other request waits with it. Only `async with`, which a
synchronous session or connection does not have, raises `TypeError: 'Session' object does not
support the asynchronous context manager protocol` (`AttributeError` before Python 3.11).

**Where it is reported.** At the line where the coroutine makes the engine, connection or
session; if something else made it, at the first call that blocks, be it of a plain function that
does the IO. A session that comes through a FastAPI parameter of the coroutine is GRN003.

**When it is silent.** What runs in a thread (`asyncio.to_thread()`, `run_in_executor()`,
`run_in_threadpool()`) or in the greenlet of `run_sync()` blocks nothing.

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
    instead = _INSTEAD[event.what]
    if event.helper is not None:
        return (
            f"{event.helper} does synchronous IO and blocks the event loop: "
            f"{instead}, or asyncio.to_thread()"
        )
    if event.is_entered:
        made = f"{event.made} makes a synchronous {event.what}"
        return f"{made}, which async with cannot enter: {instead}"
    what = event.made or event.call
    verb = "makes" if event.made else "does IO on"
    return f"{what} {verb} a synchronous {event.what} and blocks the event loop: {instead}"
