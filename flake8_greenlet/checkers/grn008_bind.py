"""A session or factory of one kind is bound to an engine of the other.

**What really happens.** `sessionmaker(async_engine)` and `Session(async_engine)` are made without
complaint; the first statement raises `AsyncContextNotStarted`. `AsyncSession(engine)` and
`async_sessionmaker(engine)` with a synchronous engine raise `ArgumentError: AsyncEngine
expected`. `scoped_session()` of an asynchronous factory is deprecated, and its `remove()` never
awaits the session's `close()`; `async_scoped_session()` of a synchronous one raises `TypeError`
where its methods are awaited.

**How to mend it.** `async_sessionmaker(async_engine)`, or `sessionmaker(async_engine,
class_=AsyncSession)` on SQLAlchemy 1.4.
"""

from __future__ import annotations

from flake8_greenlet.events import WrongBind, WrongScope

SUMMARY = "session factory bound to an engine of the other kind"
EVENTS = (WrongBind, WrongScope)


def check(event: WrongBind | WrongScope) -> str | None:
    if isinstance(event, WrongScope):
        if event.factory_is_async:
            return "scoped_session() never awaits AsyncSession.close(): use async_scoped_session()"
        return f"{event.maker}() is given a factory of synchronous sessions: use scoped_session()"
    if event.maker_is_async and event.engine == "sync_engine":
        return f"{event.maker}() is bound to a sync_engine: give it the AsyncEngine"
    if event.maker_is_async:
        return (
            f"{event.maker}() is bound to the synchronous engine of {event.engine}(): "
            "use create_async_engine()"
        )
    right = "AsyncSession" if event.maker == "Session" else "async_sessionmaker"
    return f"{event.maker}() is bound to an async engine: use {right}()"
