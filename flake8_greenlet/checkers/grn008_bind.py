"""A session or factory of one kind is bound to an engine of the other.

**What really happens.** `sessionmaker(async_engine)` and `Session(async_engine)` are made without
complaint; the first statement raises `AsyncContextNotStarted`. `AsyncSession(engine)` and
`async_sessionmaker(engine)` with a synchronous engine raise `ArgumentError: AsyncEngine
expected`.

**How to mend it.** `async_sessionmaker(async_engine)`, or `sessionmaker(async_engine,
class_=AsyncSession)` on SQLAlchemy 1.4.
"""

from __future__ import annotations

from flake8_greenlet.events import WrongBind

SUMMARY = "session factory bound to an engine of the other kind"
EVENTS = (WrongBind,)


def check(event: WrongBind) -> str | None:
    if event.maker_is_async:
        return (
            f"{event.maker}() is bound to the synchronous engine of {event.engine}(): "
            "use create_async_engine()"
        )
    right = "AsyncSession" if event.maker == "Session" else "async_sessionmaker"
    return f"{event.maker}() is bound to an async engine: use {right}()"
