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

from flake8_greenlet.events import EngineMade

SUMMARY = "database URL with a driver of the wrong kind"
EVENTS = (EngineMade,)


def check(event: EngineMade) -> str | None:
    instead = f": use {event.suggestion}://" if event.suggestion else ""
    if event.bare_postgresql:
        return (
            f"{event.maker}() with {event.drivername}:// takes psycopg2, which is not async, "
            f"before SQLAlchemy 2.1{instead}"
        )
    if event.is_async:
        return f"{event.maker}() needs an async driver, {event.drivername} is not one{instead}"
    return (
        f"{event.maker}() with the async driver {event.drivername} raises MissingGreenlet when "
        f"it connects{instead}, or create_async_engine()"
    )
