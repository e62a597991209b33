"""A FastAPI dependency hands the wrong kind of session to a parameter.

**What really happens.** A synchronous `Session` in an `async def` route works and blocks the
event loop at each of its calls. A parameter annotated `AsyncSession` whose provider yields a
synchronous `Session` raises `TypeError: object … can't be used in 'await' expression`.

**When it is silent.** When the provider cannot be followed, and in a plain `def` route, which
FastAPI runs in a thread.

**How to mend it.** Let the provider yield an `AsyncSession`, or make the route a plain `def`.
"""

from __future__ import annotations

from flake8_greenlet.checkers import worded
from flake8_greenlet.events import DependencyMismatch, SyncSessionInjected

SUMMARY = "FastAPI dependency provides the wrong kind of session"
EVENTS = (SyncSessionInjected, DependencyMismatch)


def check(event: SyncSessionInjected | DependencyMismatch) -> str | None:
    if isinstance(event, DependencyMismatch):
        article = "an" if event.provided == "AsyncSession" else "a"
        return (
            f"{event.parameter} is annotated {event.annotated}, "
            f"but {event.provider} provides {article} {event.provided}"
        )
    source = f" from {event.provider}" if event.provider else ""
    return worded(
        f"{event.parameter} is a synchronous Session{source}, which blocks the event loop",
        "provide an AsyncSession",
    )
