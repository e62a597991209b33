"""Which of Python's protocols SQLAlchemy's objects have: those of `async`, or the others; and that
their synchronous halves need a greenlet.

Source: "Using the AsyncSession", "Streaming ORM results"; `tests/cases/GRN016`.
"""

from __future__ import annotations

from flake8_greenlet.events import (
    AwaitedTooMuch,
    CoroutineDropped,
    SynchronousOnly,
    WrongProtocol,
)
from flake8_greenlet.interpreter.code import descendants
from flake8_greenlet.interpreter.functions import Done
from flake8_greenlet.interpreter.values import Arguments, Builtin, Context, Site, Value


def plain(member: Value, what: str, site: Site) -> Value:
    """A member that is no coroutine, as it is looked up: to await what it returns is a TypeError.

    The mistake is told once; what would have happened goes on.
    """
    if not site.is_awaited:
        return member

    def call(arguments: Arguments, where: Site) -> Value:
        value = member.call(arguments, where)
        if not _is_meant_for_another(where):
            where.emit(AwaitedTooMuch(what))
        return Done(value)

    return Builtin(what, call)


def awaited_anyway(value: Value, what: str, site: Site) -> Value:
    """An object that cannot be awaited, wherever it came from."""
    site.emit(AwaitedTooMuch(what))
    return value


def wrong_protocol(what: str, keyword: str, site: Site) -> None:
    """Tell that something is entered or gone through in a way that it does not have."""
    if not _is_meant_for_another(site):
        site.emit(WrongProtocol(what, keyword))


def _is_meant_for_another(site: Site) -> bool:
    """Whether a coroutine within this expression lacks an `await`, as `session.execute()` does in
    `await session.execute(query).all()`: that was told, and is all that is wrong here."""
    within = set(descendants(site.node))
    return any(
        isinstance(happening.event, CoroutineDropped) and happening.node in within
        for happening in site.machine.happenings
    )


def half_does_io(call: str, half: str, site: Site) -> None:
    """Tell that the synchronous half of something is asked for IO where there is no greenlet."""
    if site.context in (Context.IMPORT, Context.LOOP):
        site.emit(SynchronousOnly(call, half))
