"""Sessions, and what each of their members does.

Source: "Session Basics", "State Management", "Using the AsyncSession".
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_greenlet.events import QueryOnAsyncSession
from flake8_greenlet.interpreter.classes import ClassValue, bind
from flake8_greenlet.interpreter.functions import FunctionValue, in_context
from flake8_greenlet.interpreter.values import (
    FALSE,
    NONE,
    TRUE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Context,
    PathEnds,
    Site,
    Value,
    join,
)
from flake8_greenlet.libraries.sqlalchemy import api, contents
from flake8_greenlet.libraries.sqlalchemy.blocking import blocked, entered
from flake8_greenlet.libraries.sqlalchemy.concurrency import does_io
from flake8_greenlet.libraries.sqlalchemy.coroutines import SqlCoroutine, spelled
from flake8_greenlet.libraries.sqlalchemy.engines import Connection
from flake8_greenlet.libraries.sqlalchemy.errors import INVALID_REQUEST
from flake8_greenlet.libraries.sqlalchemy.execution import (
    NO_NAMES,
    attribute_names,
    get,
    get_one,
    merge,
    refresh,
    run_statement,
)
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.libraries.sqlalchemy.legacy import Query
from flake8_greenlet.libraries.sqlalchemy.protocols import (
    awaited_anyway,
    half_does_io,
    plain,
    wrong_protocol,
)
from flake8_greenlet.libraries.sqlalchemy.queries import Result, Row
from flake8_greenlet.libraries.sqlalchemy.related import related_objects, save
from flake8_greenlet.libraries.sqlalchemy.session_states import Begun
from flake8_greenlet.libraries.sqlalchemy.slots import (
    DETACHED,
    PENDING,
    PERSISTENT,
    TRANSIENT,
    Phase,
)
from flake8_greenlet.libraries.sqlalchemy.transactions import (
    NoAutoflush,
    Savepoint,
    SessionTransaction,
)
from flake8_greenlet.libraries.sqlalchemy.transitions import (
    expire,
    expire_attributes,
    make_doubtful,
)
from flake8_greenlet.libraries.sqlalchemy.unit_of_work import (
    UnitOfWork,
    begin,
    close,
    commit,
    delete,
    expire_whole,
    expunge,
    flush,
    has_work,
    may_fail,
    require_rows,
    rollback,
)
from flake8_greenlet.records import dataclass, replace

Operation = Callable[["Session", Arguments, Site], Value]


def _of_an_object(operation: Operation) -> Operation:
    """What is done with an object, and refuses None (`UnmappedInstanceError`)."""

    def run(session: Session, arguments: Arguments, site: Site) -> Value:
        instance = arguments.get(0, "instance") or UNKNOWN
        if instance == NONE:
            raise PathEnds(INVALID_REQUEST)
        instance.operand(site)
        return operation(session, arguments, site)

    return run


@dataclass(frozen=True)
class Session(UnitOfWork):
    """A session; `facade` is the sync one behind an AsyncSession, as `run_sync` hands it out."""

    project_class: ClassValue | None = None
    facade: bool = False

    def get(self, name: str, site: Site) -> Value:
        if self.project_class is not None:
            member = self.project_class.member(name)
            if isinstance(member, FunctionValue):
                return bind(member, self, self.project_class)
        if name in _PLAIN and (self.is_async or not api.blocks("Session", name)):
            return self._plain_member(name, _PLAIN[name], site)
        if name == "no_autoflush":
            return NoAutoflush(self, self.state(site).autoflush)
        if self.is_async:
            return self._async_member(name, site)
        return self._sync_member(name, site)

    def _plain_member(self, name: str, operation: Operation, site: Site) -> Value:
        member = Builtin(name, lambda arguments, where: operation(self, arguments, where))
        if not self.is_async or name in _BEGINNING:
            return member
        return plain(member, f"{spelled(site)}.{name}()", site)

    def _async_member(self, name: str, site: Site) -> Value:
        if name == "query":
            if not isinstance(site.node, ast.Attribute):
                # `hasattr(session, "query")` asks whether it has one.
                raise site.ends("AttributeError")
            site.emit(QueryOnAsyncSession(spelled(site)))
            return UNKNOWN
        if name == "sync_session":
            return Session(self.address, False, facade=True)
        operation = _IO.get(name)
        kind = api.kind("AsyncSession", name, None)
        if operation is None and kind in (api.Kind.PLAIN, api.Kind.CLASSMETHOD):
            return self._plain_member(name, _something, site)
        if operation is None and kind not in (api.Kind.COROUTINE, api.Kind.CLASS_COROUTINE):
            return UNKNOWN
        work = operation or _anything
        receiver = spelled(site)

        def call(arguments: Arguments, where: Site) -> Value:
            return SqlCoroutine(
                "AsyncSession",
                name,
                receiver,
                lambda s: self._awaited(name, work, arguments, s),
                where,
                touches=(self, *arguments.values()),
            )

        return Builtin(name, call)

    def _awaited(self, name: str, work: Operation, arguments: Arguments, site: Site) -> Value:
        if name in _FETCHING or self._asks(name, site):
            does_io(self.address, site, writes=name in _WRITING)
        return work(self, arguments, site)

    def _sync_member(self, name: str, site: Site) -> Value:
        if name == "query":
            return Builtin(name, lambda arguments, where: Query.of(self, arguments, where))
        work = _IO.get(name) or _PLAIN.get(name) or _something
        receiver = spelled(site)
        if work is _something and not api.blocks("Session", name):
            return UNKNOWN

        def call(arguments: Arguments, where: Site) -> Value:
            if api.blocks("Session", name) and self._may_ask(name, where):
                self.blocks(f"{receiver}.{name}()", where)
            half = "sync_session" if self.facade else self.state(where).half
            if half is not None and self._asks(name, where):
                half_does_io(f"{receiver}.{name}()", half, where)
                does_io(self.address, where, writes=name in _WRITING)
            return work(self, arguments, where)

        return Builtin(name, call)

    def _may_ask(self, name: str, site: Site) -> bool:
        """To close a session that has no transaction does nothing."""
        return name not in _CLOSING or self.state(site).begun is Begun.YES

    def _asks(self, name: str, site: Site) -> bool:
        """Whether a method surely asks the database: a commit of nothing does not, nor may
        `get()` of what the session already has."""
        if name in _WRITING:
            return has_work(self, site)
        if name in _GETTING:
            state = self.state(site)
            return state.begun is Begun.NO and not state.objects
        return name in _ASKING

    def blocks(self, call: str, site: Site) -> None:
        """The session does IO: on the event loop that is worth telling, once."""
        state = self.state(site)
        if self.facade or not state.blocks or state.told:
            return
        if state.injected is not None:
            state.injected.used(site)
        elif blocked("session", call, site):
            self.update(site, told=True)

    def set(self, name: str, value: Value, site: Site) -> None:
        # On the AsyncSession itself the attribute is set and does nothing.
        if name == "expire_on_commit" and not self.is_async:
            known = value.value if isinstance(value, Constant) else None
            self.update(site, expire_on_commit=None if known is None else bool(known))

    def call(self, arguments: Arguments, site: Site) -> Value:
        # A scoped session is also the function that returns the session.
        return self

    def awaited(self, site: Site) -> Value:
        return awaited_anyway(self, self._class_name, site) if self.is_async else site.opaque()

    def lacks(self, keyword: str) -> bool:
        return keyword == ("with" if self.is_async else "async with")

    def enter(self, site: Site) -> Value:
        if self.is_async:
            wrong_protocol(self._class_name, "with", site)
        return self

    @property
    def _class_name(self) -> str:
        return self.project_class.name if self.project_class else "AsyncSession"

    def leave(self, site: Site, *, failed: bool) -> None:
        close(self, site)

    def async_enter(self, site: Site) -> Value:
        if self.is_async:
            return self
        entered("session", site)
        return UNKNOWN

    async_leave = leave

    def one_of_many(self, site: Site, depth: int) -> None:
        if not self.state(site).several:
            self.update(site, several=True)

    def truth(self, site: Site) -> bool | None:
        return True

    def contains(self, item: Value, site: Site) -> Value:
        if not isinstance(item, MappedInstance):
            return UNKNOWN
        state = item.state(site)
        if state.session == self.address and state.phases <= _HELD:
            return TRUE
        return FALSE if state.phases <= _NOT_HELD else site.opaque()


_WRITING = frozenset({"commit", "flush"})
_ASKING = frozenset("exec execute refresh scalar scalars stream stream_scalars".split())
_CLOSING = frozenset("close invalidate remove reset".split())
_GETTING = frozenset({"get", "get_one"})
_FETCHING = _GETTING | {"merge"}
"""What asks the database for a row, unless the session has it."""
_HELD = PENDING | PERSISTENT
_NOT_HELD = TRANSIENT | DETACHED


# Operations that do IO: coroutines of an AsyncSession, plain methods of a Session


def _flush(session: Session, arguments: Arguments, site: Site) -> Value:
    works = has_work(session, site)
    if works:
        may_fail(session, site)
    flush(session, site)
    if works or session.state(site).failed:
        # A flush of nothing begins no transaction.
        begin(session, site)
    return NONE


def _commit(session: Session, arguments: Arguments, site: Site) -> Value:
    if session.state(site).begun is not Begun.NO or has_work(session, site):
        may_fail(session, site)
    commit(session, site)
    return NONE


def _rollback(session: Session, arguments: Arguments, site: Site) -> Value:
    rollback(session, site)
    return NONE


def _close(session: Session, arguments: Arguments, site: Site) -> Value:
    close(session, site)
    return NONE


def _execute(session: Session, arguments: Arguments, site: Site) -> Value:
    statement = arguments.first() or arguments.keywords.get("statement") or UNKNOWN
    return run_statement(session, statement, arguments, site)


def _scalars(session: Session, arguments: Arguments, site: Site) -> Value:
    result = _execute(session, arguments, site)
    return result.get("scalars", site).call(Arguments(), site)


def _scalar(session: Session, arguments: Arguments, site: Site) -> Value:
    return _sync_result(_execute(session, arguments, site), "scalar", site)


def _sync_result(result: Value, method: str, site: Site) -> Value:
    return result.get(method, site).call(Arguments(), site)


def _exec(session: Session, arguments: Arguments, site: Site) -> Value:
    """SQLModel's `exec`: one selected entity comes as scalars."""
    result = _execute(session, arguments, site)
    if isinstance(result, Result) and isinstance(result.row, Row) and len(result.row.items) == 1:
        return result.get("scalars", site).call(Arguments(), site)
    return result


def _stream(session: Session, arguments: Arguments, site: Site) -> Value:
    result = _execute(session, arguments, site)
    return replace(result, is_async=True) if isinstance(result, Result) else UNKNOWN


def _stream_scalars(session: Session, arguments: Arguments, site: Site) -> Value:
    return _stream(session, arguments, site).get("scalars", site).call(Arguments(), site)


def _delete(session: Session, arguments: Arguments, site: Site) -> Value:
    instances = related_objects(arguments.get(0, "instance"), site)
    require_rows(instances, site)
    for instance in instances:
        delete(session, instance, site)
        session.update(site, begun=Begun.YES)
    return NONE


def _run_sync(session: Session, arguments: Arguments, site: Site) -> Value:
    function, *rest = arguments.positional or [UNKNOWN]
    inside = Session(session.address, False, facade=True)
    given = Arguments([inside, *rest], arguments.keywords, arguments.open_ended)
    return in_context(function, given, site, Context.GREENLET)


def _connection(session: Session, arguments: Arguments, site: Site) -> Value:
    begin(session, site)
    return Connection(session.is_async)


def _something(session: Session, arguments: Arguments, site: Site) -> Value:
    return UNKNOWN.call(arguments, site)


def _anything(session: Session, arguments: Arguments, site: Site) -> Value:
    arguments.escape(site)
    return site.opaque()


_IO: dict[str, Operation] = {
    "__aenter__": lambda session, arguments, site: session,
    "__aexit__": _close,
    "aclose": _close,
    "close": _close,
    "commit": _commit,
    "connection": _connection,
    "delete": _of_an_object(_delete),
    "exec": _exec,
    "execute": _execute,
    "flush": _flush,
    "get": get,
    "get_one": get_one,
    "invalidate": _close,
    "merge": _of_an_object(merge),
    "refresh": _of_an_object(refresh),
    "remove": _close,
    "reset": _close,
    "rollback": _rollback,
    "run_sync": _run_sync,
    "scalar": _scalar,
    "scalars": _scalars,
    "stream": _stream,
    "stream_scalars": _stream_scalars,
}


# Operations that only note something


def _add(session: Session, arguments: Arguments, site: Site) -> Value:
    for value in arguments.values():
        for instance in related_objects(value, site):
            save(session.address, instance, site, set())
            session.update(site, begun=Begun.YES)
    return NONE


def _expire(session: Session, arguments: Arguments, site: Site) -> Value:
    names = attribute_names(arguments.get(1, "attribute_names"), site)
    given = (arguments.first() or NONE).alternatives()
    instances = [value for value in given if isinstance(value, MappedInstance)]
    require_rows(instances, site)
    for value in instances:
        state = value.state(site)
        if Phase.UNKNOWN in state.phases:
            # Of any other object the session would have nothing to expire, and says so.
            contents.attach(value.address, session.address, site)
            state = replace(state, phases=PERSISTENT, session=session.address)
            site.store(value.address, state)
        if names is NO_NAMES:
            expire_whole(value, "expire()", site)
        elif names is None:
            site.store(value.address, make_doubtful(state))
        else:
            site.store(value.address, expire_attributes(state, names, "expire()"))
    return NONE


def _expire_all(session: Session, arguments: Arguments, site: Site) -> Value:
    for instance in session.objects(site):
        state = instance.state(site)
        if Phase.DELETED in state.phases:
            # Once a flush has deleted it, the session leaves it as it is.
            site.store(instance.address, make_doubtful(state))
        elif Phase.PERSISTENT in state.phases:
            site.store(instance.address, expire(state, "expire_all()"))
    return NONE


def _expunge(session: Session, arguments: Arguments, site: Site) -> Value:
    for instance in related_objects(arguments.get(0, "instance"), site):
        expunge(session, instance, site)
    return NONE


def _expunge_all(session: Session, arguments: Arguments, site: Site) -> Value:
    begun = session.state(site).begun
    close(session, site)
    session.update(site, begun=begun)
    return NONE


def _begin(session: Session, arguments: Arguments, site: Site) -> Value:
    return SessionTransaction(session)


def _begin_nested(session: Session, arguments: Arguments, site: Site) -> Value:
    return Savepoint(session, site.allocate(NONE))


def _get_transaction(session: Session, arguments: Arguments, site: Site) -> Value:
    transaction = SessionTransaction(session)
    return transaction if session.state(site).begun is Begun.YES else join(transaction, NONE)


def _get_nested_transaction(session: Session, arguments: Arguments, site: Site) -> Value:
    open_ones = session.state(site).savepoints
    return Savepoint(session, open_ones[-1]) if open_ones else NONE


_PLAIN: dict[str, Operation] = {
    "add": _of_an_object(_add),
    "add_all": _add,
    "begin": _begin,
    "begin_nested": _begin_nested,
    "expire": _of_an_object(_expire),
    "expire_all": _expire_all,
    "expunge": _of_an_object(_expunge),
    "expunge_all": _expunge_all,
    "get_nested_transaction": _get_nested_transaction,
    "get_transaction": _get_transaction,
}

_BEGINNING = frozenset({"begin", "begin_nested"})
"""To be awaited or entered, which their own values look after."""
