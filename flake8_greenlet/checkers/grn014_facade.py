"""What SQLAlchemy does synchronously only is asked of something asynchronous.

**What really happens.** `metadata.create_all(async_engine)` raises `AttributeError: 'AsyncEngine'
object has no attribute '_run_ddl_visitor'`; `inspect(async_engine)` and `metadata.reflect()` raise
`NoInspectionAvailable: Inspection on an AsyncEngine is currently not supported`; `event.listen()`
raises `NotImplementedError: asynchronous events are not implemented at this time`.
`session.sync_session.execute()`, `engine.sync_engine.connect()` and
`create_all(engine.sync_engine)` raise `MissingGreenlet` outside `run_sync()`, the second one unless
a connection waits in the pool. `create_async_engine(poolclass=QueuePool)` raises
`ArgumentError: Pool class QueuePool cannot be used with asyncio engine` since SQLAlchemy 2.0.

**When it is silent.** Inside `run_sync()`. To name `sync_engine` and `sync_session`, to configure
them, hand them on and listen to their events is what they are for. Where nobody knows whether a
plain `def` runs in a greenlet. A commit or a flush that may have nothing to write.

**How to mend it.** `await connection.run_sync(Base.metadata.create_all)`, with the connection of
`async with engine.begin()`; `await connection.run_sync(lambda c: inspect(c).get_table_names())`;
`event.listen(engine.sync_engine, …)`; the asynchronous method of the same name, awaited.
"""

from __future__ import annotations

from flake8_greenlet.checkers import worded
from flake8_greenlet.events import PoolRefused, SynchronousOnly

SUMMARY = "synchronous API asked of an asynchronous engine, connection or session"
EVENTS = (SynchronousOnly, PoolRefused)


def check(event: SynchronousOnly | PoolRefused) -> str:
    if isinstance(event, PoolRefused):
        return worded(f"{event.maker}() refuses {event.pool}", "leave poolclass out")
    if event.given.startswith("sync_"):
        return worded(
            f"{event.call} does IO on a {event.given} without a greenlet", "call it in run_sync()"
        )
    mend = _LISTENING if event.call.startswith("event.") else "call it in connection.run_sync()"
    return worded(f"{event.call} cannot use an {event.given}", mend)


_LISTENING = "listen to the synchronous one behind it"
