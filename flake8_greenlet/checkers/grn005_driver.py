"""The URL names a driver of the other kind than the engine.

**What really happens.** `create_async_engine()` with a synchronous driver raises
`InvalidRequestError: The asyncio extension requires an async driver`. `create_engine()` with an
asynchronous one is made without complaint; its first connection raises `MissingGreenlet`. The
bare `postgresql://` means psycopg2 up to SQLAlchemy 2.0, which fails, and psycopg from 2.1 on,
which works.

**When it is silent.** When the URL is not known, when its driver serves both kinds
(`postgresql+psycopg`), and for dialects that nobody here knows.

**How to mend it.** Name a driver of the right kind in the URL; in Alembic's `env.py`, use
`async_engine_from_config()` and `connection.run_sync()`.
"""

from __future__ import annotations

from flake8_greenlet.checkers import worded
from flake8_greenlet.events import EngineMade

SUMMARY = "database URL with a driver of the wrong kind"
EVENTS = (EngineMade,)


def check(event: EngineMade) -> str | None:
    mends = [f"use {event.suggestion}://"] if event.suggestion else []
    if event.bare_postgresql:
        what = f"{event.maker}() takes psycopg2 for {event.drivername}:// before SQLAlchemy 2.1"
        return worded(what, *mends)
    if event.is_async:
        what = f"{event.maker}() needs an async driver, which {event.drivername} is not"
        return worded(what, *mends)
    what = f"{event.maker}() with {event.drivername} raises MissingGreenlet on connecting"
    prefix = "async_" if event.maker.endswith("_from_config") else "create_async_"
    return worded(what, f"use {prefix}{event.maker.removeprefix('create_')}()", *mends)
