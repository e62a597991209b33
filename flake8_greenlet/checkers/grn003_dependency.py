"""A FastAPI dependency hands the wrong kind of session to a parameter.

**What really happens.** A synchronous `Session` in an `async def` route works and blocks the
event loop at each of its calls. A parameter annotated `AsyncSession` whose provider yields a
synchronous `Session` raises `TypeError: object … can't be used in 'await' expression`.

**When it is silent.** In a plain `def` route with a `Session`, which FastAPI runs in a thread, and
where the session is used in threads only. Where the provider cannot be followed, only `Session` as
the annotation of a coroutine's parameter says something; unions, protocols and containers never
do. Where the function does with the session what that can do, only the annotation is wrong.

**How to mend it.** Let the provider yield an `AsyncSession`, or make the route a plain `def`.
"""

from __future__ import annotations

from flake8_greenlet.checkers import worded
from flake8_greenlet.events import DependencyMismatch, SyncSessionInjected

SUMMARY = "FastAPI dependency provides the wrong kind of session"
EVENTS = (SyncSessionInjected, DependencyMismatch)


def check(event: SyncSessionInjected | DependencyMismatch) -> str | None:
    if isinstance(event, DependencyMismatch):
        if event.provides_async:
            kinds, truth = ("Session", "an AsyncSession"), "its methods return coroutines"
        else:
            kinds, truth = ("AsyncSession", "a Session"), "to await its methods is a TypeError"
        annotated, provided = kinds
        return worded(
            f"{event.parameter} is annotated {annotated}, but {event.provider} provides {provided}",
            truth,
        )
    source = f" from {event.provider}" if event.provider else ""
    return worded(
        f"{event.parameter} is a synchronous Session{source}, which blocks the event loop",
        "provide an AsyncSession",
    )
