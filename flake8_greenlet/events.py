"""What can happen: the vocabulary between the libraries, which see it, and the checkers.

An event says what happened and why, never how it was found.
"""

from __future__ import annotations

import enum

from flake8_greenlet.records import dataclass


class Kind(enum.Enum):
    """What sort of mapped attribute was read."""

    COLUMN = "column"
    SCALAR = "scalar relationship"
    COLLECTION = "collection"
    RELATIONSHIP = "relationship"
    """A relationship of which nobody knows whether it is a collection."""


@dataclass(frozen=True)
class NeverLoaded:
    """No statement loaded the relationship; `new` objects are not filled even by eager ones."""

    new: bool = False
    base: str | None = None
    """The class that was queried, where it is one of a subclass."""


@dataclass(frozen=True)
class Expired:
    """The attribute was there until `by` took it away, such as `commit()`."""

    by: str


@dataclass(frozen=True)
class Generated:
    """The database makes the value, and nothing has fetched it since."""


@dataclass(frozen=True)
class Deferred:
    """The column was left out of the SELECT."""

    base: str | None = None
    """The class that was queried, where it is one of a subclass."""


Cause = NeverLoaded | Expired | Generated | Deferred


@dataclass(frozen=True)
class AttributeRead:
    """A mapped attribute that is not loaded was read outside a greenlet."""

    owner: str
    """The class on which the attribute is read."""
    attribute: str
    kind: Kind
    cause: Cause
    has_awaitable_attrs: bool
    by_refresh: bool
    """Whether a refresh that names it loads it."""
    receiver: str | None
    """How the source spells the object, where it is a plain name."""


@dataclass(frozen=True)
class SchemaRead:
    """A schema that an object is validated into read an attribute that is not loaded."""

    read: AttributeRead
    field: str
    """The way to the field that did, such as `OrderOut.items[].product`."""


@dataclass(frozen=True)
class EmptyAnswer:
    """Only the `__dict__` of an object is read, of which all has expired."""

    owner: str
    by: str
    receiver: str | None
    """How the source spells the object, where it is a plain name."""
    encoder: str | None
    """What reads it; None for a framework, after the route has returned it."""


@dataclass(frozen=True)
class LargeCollectionUsed:
    """A dynamic or write-only relationship was used like a collection that is loaded."""

    owner: str
    attribute: str
    is_write_only: bool
    use: str
    """What was tried: `iteration`, `indexing`, `len()`, `.all()`, `assignment` …"""
    asks_database: bool
    """It would be possible where IO is; otherwise there is no such thing."""
    receiver: str | None
    """How the source spells the object, where it is a plain name."""


@dataclass(frozen=True)
class CoroutineDropped:
    """A coroutine method was called and nobody awaits what it returned."""

    owner: str
    method: str
    call: str
    """How the source spells the call that returned it: `session.commit()`."""
    use: str | None
    """What is done with the coroutine instead: `.scalars()`, `for`, `if`; None for nothing."""
    in_async: bool


@dataclass(frozen=True)
class AwaitedTooMuch:
    """What SQLAlchemy gives at once was awaited."""

    what: str
    """How the source spells it, such as `session.add()`."""


@dataclass(frozen=True)
class WrongProtocol:
    """`with` where SQLAlchemy wants `async with`, `for` where it wants `async for`, or reversed."""

    what: str
    """A class of SQLAlchemy's, or a call as the source spells it."""
    keyword: str
    """What is written."""


@dataclass(frozen=True)
class ConcurrentUse:
    """Two tasks use one session at a time."""

    session: str | None
    """How it is spelled where the tasks are made, if it is in sight there."""
    writes: bool
    """At least two of them flush."""
    connected: bool
    """The session had its connection before all of them."""


@dataclass(frozen=True)
class SynchronousOnly:
    """What is done synchronously was asked of something that is not, or of its synchronous half
    outside a greenlet."""

    call: str
    """How the source spells it, such as `Base.metadata.create_all()`."""
    given: str
    """The class of what it was given, or the attribute that gives the half: `sync_engine` …"""


@dataclass(frozen=True)
class PoolRefused:
    """`create_async_engine()` was given a pool that only a synchronous engine can have."""

    maker: str
    pool: str


@dataclass(frozen=True)
class NoAwaitableAttrs:
    """`awaitable_attrs` of a class that does not derive from AsyncAttrs."""

    owner: str


@dataclass(frozen=True)
class MisplacedAwait:
    """`await` (or `async for`, `async with`) in a plain `def`: Python refuses to compile it."""

    keyword: str
    function: str | None
    """The name of the `def`; None for a lambda."""


@dataclass(frozen=True)
class SyncIO:
    """Something that blocks runs on the event loop."""

    what: str
    """`engine`, `connection` or `session`."""
    made: str | None
    """The call that makes it, such as `SessionLocal()`; None when it is only used here."""
    call: str | None
    """The blocking call, such as `db.execute()`; None where it is made."""
    helper: str | None = None
    """The call of the plain function that does so, if the coroutine itself does not."""
    is_entered: bool = False
    """What is made is entered by `async with`, which it does not have."""


@dataclass(frozen=True)
class SyncSessionInjected:
    """A FastAPI dependency hands a sync Session to an `async def`."""

    parameter: str
    provider: str | None


@dataclass(frozen=True)
class DependencyMismatch:
    """A parameter is annotated as one kind of session and its dependency provides the other."""

    parameter: str
    provides_async: bool
    provider: str


@dataclass(frozen=True)
class EngineMade:
    """`create_engine()` or `create_async_engine()` got a URL of the other kind."""

    maker: str
    drivername: str
    is_async: bool
    """Whether the maker is the asynchronous one."""
    suggestion: str | None
    bare_postgresql: bool


@dataclass(frozen=True)
class QueryOnAsyncSession:
    """`.query` was looked up on an AsyncSession."""

    receiver: str


@dataclass(frozen=True)
class WrongBind:
    """A session or factory of one kind was bound to an engine of the other."""

    maker: str
    maker_is_async: bool
    engine: str


@dataclass(frozen=True)
class WrongScope:
    """`scoped_session()` was given a factory of asynchronous sessions, or the reverse."""

    maker: str
    factory_is_async: bool


Event = (
    AttributeRead
    | SchemaRead
    | EmptyAnswer
    | LargeCollectionUsed
    | CoroutineDropped
    | AwaitedTooMuch
    | WrongProtocol
    | NoAwaitableAttrs
    | ConcurrentUse
    | SynchronousOnly
    | PoolRefused
    | MisplacedAwait
    | SyncIO
    | SyncSessionInjected
    | DependencyMismatch
    | EngineMade
    | QueryOnAsyncSession
    | WrongBind
    | WrongScope
)
