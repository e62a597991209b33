"""What SQLAlchemy does synchronously only, and what is asked of the synchronous half of something
asynchronous.

An AsyncEngine, AsyncConnection or AsyncSession stands in front of a synchronous one, which does its
IO inside a greenlet that `run_sync()` and the asynchronous methods make.  Source: "Running
Synchronous Methods and Functions under asyncio", "Using events with the asyncio extension";
`tests/cases/GRN014`.
"""

from __future__ import annotations

from collections.abc import Callable

from flake8_greenlet.events import SynchronousOnly
from flake8_greenlet.interpreter.values import (
    UNKNOWN,
    Arguments,
    Builtin,
    Known,
    Site,
    Value,
)
from flake8_greenlet.libraries.sqlalchemy import api
from flake8_greenlet.libraries.sqlalchemy.blocking import blocked
from flake8_greenlet.libraries.sqlalchemy.coroutines import spelled
from flake8_greenlet.libraries.sqlalchemy.engines import Connecting, Connection, Engine
from flake8_greenlet.libraries.sqlalchemy.factories import SessionClass, SessionFactory
from flake8_greenlet.libraries.sqlalchemy.protocols import half_does_io
from flake8_greenlet.libraries.sqlalchemy.sessions import Session
from flake8_greenlet.records import dataclass


@dataclass(frozen=True)
class SyncHalf(Known):
    """`async_engine.sync_engine`, `async_connection.sync_connection`: to name it, to configure it
    and to listen to it is fine."""

    cls: str
    """`Engine` or `Connection`."""
    half: str
    """The attribute that gives it."""
    engine: Engine | None = None
    """What a session takes it for."""

    def get(self, name: str, site: Site) -> Value:
        if name not in _IO_OF_HALVES[self.cls]:
            return UNKNOWN
        call = f"{spelled(site)}.{name}()"

        def work(arguments: Arguments, where: Site) -> Value:
            half_does_io(call, self.half, where)
            return UNKNOWN.call(arguments, where)

        return Builtin(name, work)

    def truth(self, site: Site) -> bool | None:
        return True


_IO_OF_HALVES = {
    "Connection": frozenset({"exec_driver_sql", "execute", "scalar", "scalars"}),
    "Engine": frozenset({"begin", "connect", "raw_connection"}),
}
"""What surely asks the database: the end of a transaction does so only if there was something."""


def asynchronous(value: Value) -> str | None:
    """The class of what is no synchronous engine, connection or session; None for anything else."""
    if isinstance(value, Engine) and value.is_async:
        return "AsyncEngine"
    if isinstance(value, Connecting) or (isinstance(value, Connection) and value.is_async):
        return "AsyncConnection"
    return "AsyncSession" if isinstance(value, Session) and value.is_async else None


# Tables


@dataclass(frozen=True)
class MetaData(Known):
    """`MetaData()`, `Base.metadata`"""

    def get(self, name: str, site: Site) -> Value:
        if not api.blocks("MetaData", name):
            return UNKNOWN
        return sync_only(name, f"{spelled(site, 'metadata')}.{name}")

    def truth(self, site: Site) -> bool | None:
        return True


def sync_only(name: str, what: str) -> Value:
    """A method that does its IO with a synchronous engine or connection, its first argument."""

    def work(arguments: Arguments, site: Site) -> Value:
        needs_sync(what, arguments.get(0, "bind") or UNKNOWN, site)
        return UNKNOWN

    return Builtin(name, work)


def needs_sync(what: str, bind: Value, site: Site) -> None:
    """Something needs a synchronous engine or connection, and does its IO with it at once."""
    kind = asynchronous(bind)
    if kind is not None:
        site.emit(SynchronousOnly(f"{what}()", kind))
    elif isinstance(bind, SyncHalf):
        half_does_io(f"{what}()", bind.half, site)
    else:
        _blocks(bind, f"{what}()", site)


def _blocks(subject: Value, call: str, site: Site) -> None:
    """Something does its IO with an engine; in one function that is told once."""
    if not isinstance(subject, Engine) or not subject.blocks or subject.told:
        return
    notes, key = site.machine.notes, ("blocks", (subject.node, site.frame.function))
    if key not in notes and blocked("engine", call, site):
        notes[key] = call


METADATA = MetaData()


def make_metadata(arguments: Arguments, site: Site) -> Value:
    """`MetaData(schema=…)`"""
    return METADATA


# Functions that refuse what is asynchronous


def refuses(name: str, function: Callable[[Arguments, Site], Value]) -> Value:
    """A function whose first argument must not be asynchronous, such as `inspect()`."""

    def work(arguments: Arguments, site: Site) -> Value:
        subject = arguments.first() or UNKNOWN
        kind = asynchronous(subject)
        if kind is not None:
            site.emit(SynchronousOnly(f"{name}()", kind))
            return UNKNOWN
        if isinstance(subject, SyncHalf):
            half_does_io(f"{name}()", subject.half, site)
        _blocks(subject, f"{name}()", site)
        return function(arguments, site)

    return Builtin(name, work)


def _listened_to(subject: Value) -> str | None:
    """The class of what no event can be listened to on."""
    if isinstance(subject, SessionClass) and subject.is_async:
        return subject.name
    if isinstance(subject, SessionFactory) and subject.cls.is_async:
        return "async_sessionmaker"
    return asynchronous(subject)


def _listen(arguments: Arguments, site: Site) -> Value:
    _may_be_listened_to("event.listen()", arguments, site)
    return UNKNOWN.call(arguments, site)


def _listens_for(arguments: Arguments, site: Site) -> Value:
    _may_be_listened_to("event.listens_for()", arguments, site)
    return Builtin("listens_for", lambda given, where: given.first() or UNKNOWN)


def _may_be_listened_to(call: str, arguments: Arguments, site: Site) -> None:
    kind = _listened_to(arguments.get(0, "target") or UNKNOWN)
    if kind is not None:
        site.emit(SynchronousOnly(call, kind))


EVENTS: dict[str, Value] = {
    "listen": Builtin("listen", _listen),
    "listens_for": Builtin("listens_for", _listens_for),
}
"""What `sqlalchemy.event` has."""
