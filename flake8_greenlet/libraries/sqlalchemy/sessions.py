"""Sessions, and the factories that make them: flush, commit, rollback, refresh, expire.

Source: "Session Basics", "State Management", "Using the AsyncSession".
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace

from flake8_greenlet.events import QueryOnAsyncSession, WrongBind
from flake8_greenlet.interpreter.classes import ClassValue, bind
from flake8_greenlet.interpreter.code import descendants
from flake8_greenlet.interpreter.containers import Sequence, Tuple
from flake8_greenlet.interpreter.functions import FunctionValue, in_context
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import (
    FALSE,
    NONE,
    TRUE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Context,
    Known,
    Opaque,
    Seen,
    Site,
    Value,
    join,
)
from flake8_greenlet.libraries.sqlalchemy import api
from flake8_greenlet.libraries.sqlalchemy.blocking import blocked, coroutine_site
from flake8_greenlet.libraries.sqlalchemy.coroutines import SqlCoroutine, called_name, spelled
from flake8_greenlet.libraries.sqlalchemy.engines import Connection, Engine, engine_of
from flake8_greenlet.libraries.sqlalchemy.instances import (
    MappedInstance,
    attach,
    every,
    flush_one,
    load_row,
    put_back,
    related_instances,
)
from flake8_greenlet.libraries.sqlalchemy.loading import EMPTY_PLAN, Plan, compile_plan, spread
from flake8_greenlet.libraries.sqlalchemy.mapping import ClassAttribute, MappedClass, Relationship
from flake8_greenlet.libraries.sqlalchemy.queries import Result, Row, Statement, rows_of
from flake8_greenlet.libraries.sqlalchemy.states import (
    UNKNOWN_SLOT,
    InstanceState,
    Phase,
    SessionState,
    Slot,
    as_before_insert,
    expire,
    expire_attributes,
    fill,
    make_doubtful,
    refreshed,
    with_primary_key,
)


class DatabaseError(Value):
    """Whatever SQLAlchemy raises when the database refuses: `IntegrityError` and its kin."""


DATABASE_ERROR = DatabaseError()

Operation = Callable[["Session", Arguments, Site], Value]


@dataclass(frozen=True)
class Session(Known):
    """A session; `facade` is the sync one behind an AsyncSession, as `run_sync` hands it out."""

    address: Address
    is_async: bool
    project_class: ClassValue | None = None
    facade: bool = False

    def state(self, site: Site) -> SessionState:
        state = site.state(self.address)
        return state if isinstance(state, SessionState) else SessionState(self.is_async)

    def update(self, site: Site, **changes: object) -> None:
        """Write what has changed about the session."""
        site.store(self.address, replace(self.state(site), **changes))  # type: ignore[arg-type]

    def get(self, name: str, site: Site) -> Value:
        if self.project_class is not None:
            member = self.project_class.member(name)
            if isinstance(member, FunctionValue):
                return bind(member, self, self.project_class)
        if name in _PLAIN:
            operation = _PLAIN[name]
            return Builtin(name, lambda arguments, where: operation(self, arguments, where))
        if name == "no_autoflush":
            return NoAutoflush(self)
        if self.is_async:
            return self._async_member(name, site)
        return self._sync_member(name, site)

    def _async_member(self, name: str, site: Site) -> Value:
        if name == "query":
            site.emit(QueryOnAsyncSession(spelled(site)))
            return UNKNOWN
        if name == "sync_session":
            return Session(self.address, False, facade=True)
        operation = _IO.get(name)
        if operation is None and not api.is_coroutine("AsyncSession", name, None):
            return UNKNOWN
        work = operation or _anything
        receiver = spelled(site)

        def call(arguments: Arguments, where: Site) -> Value:
            return SqlCoroutine(
                "AsyncSession",
                name,
                receiver,
                lambda s: work(self, arguments, s),
                where,
                touches=(self, *arguments.values()),
            )

        return Builtin(name, call)

    def _sync_member(self, name: str, site: Site) -> Value:
        if name == "query":
            return Builtin(name, lambda arguments, where: Query(self, _selected(arguments)))
        operation = _IO.get(name)
        if operation is None:
            return UNKNOWN
        work = operation
        receiver = spelled(site)

        def call(arguments: Arguments, where: Site) -> Value:
            if api.blocks("Session", name):
                self.blocks(f"{receiver}.{name}()", where)
            return work(self, arguments, where)

        return Builtin(name, call)

    def blocks(self, call: str, site: Site) -> None:
        """The session does IO: on the event loop that is worth telling, once."""
        state = self.state(site)
        if self.facade or not state.blocks or state.told or state.injected:
            return
        if blocked("session", call, site):
            self.update(site, told=True)

    def set(self, name: str, value: Value, site: Site) -> None:
        # On the AsyncSession itself the attribute is set and does nothing.
        if name == "expire_on_commit" and not self.is_async:
            known = value.value if isinstance(value, Constant) else None
            self.update(site, expire_on_commit=None if known is None else bool(known))

    def call(self, arguments: Arguments, site: Site) -> Value:
        # A scoped session is also the function that returns the session.
        return self

    def enter(self, site: Site) -> Value:
        return UNKNOWN if self.is_async else self

    def leave(self, site: Site, *, failed: bool) -> None:
        close(self, Arguments(), site)

    def async_enter(self, site: Site) -> Value:
        return self if self.is_async else UNKNOWN

    async_leave = leave

    def truth(self, site: Site) -> bool | None:
        return True

    def contains(self, item: Value, site: Site) -> Value:
        return UNKNOWN

    def escape(self, site: Site, seen: Seen) -> None:
        if self.address in seen:
            return
        seen.add(self.address)
        state = self.state(site)
        for instance in every(state.objects, site):
            instance.escape(site, seen)
        self.update(site, begun=None)


# Operations that do IO: coroutines of an AsyncSession, plain methods of a Session


def flush(session: Session, site: Site) -> None:
    """Write pending and dirty objects, and what hangs on them."""
    objects = session.state(site).objects
    for instance in every(objects, site):
        _cascade(session, instance, site, set())
    objects = session.state(site).objects
    for instance in every(objects, site):
        flush_one(instance, site)


def _flush(session: Session, arguments: Arguments, site: Site) -> Value:
    _may_fail(session, site)
    flush(session, site)
    session.update(site, begun=True)
    return NONE


def _may_fail(session: Session, site: Site) -> None:
    """The database may refuse, and then nothing of it has happened."""
    machine = site.machine
    if machine.raises is not None:
        session.update(site, begun=True)
        machine.raises.add(machine.heap, DATABASE_ERROR)


def _autoflush(session: Session, site: Site) -> None:
    state = session.state(site)
    if state.autoflush:
        flush(session, site)
    session.update(site, begun=True)


def commit(session: Session, site: Site) -> None:
    """Flush, and let go of what was loaded unless `expire_on_commit` is False."""
    _may_fail(session, site)
    flush(session, site)
    state = session.state(site)
    for instance in every(state.objects, site):
        before = replace(instance.state(site), new_here=False)
        if before.phases == frozenset({Phase.DELETED}):
            # A deleted object keeps its values and leaves the session.
            after = replace(before, phases=frozenset({Phase.DETACHED}))
        elif state.expire_on_commit is False or not before.phases & _IN_SESSION:
            after = before
        elif state.expire_on_commit:
            after = expire(before, "commit()")
        else:
            after = make_doubtful(before)
        site.store(instance.address, after)
    session.update(site, begun=False)


_IN_SESSION = frozenset({Phase.PERSISTENT, Phase.DELETED, Phase.UNKNOWN})


def _commit(session: Session, arguments: Arguments, site: Site) -> Value:
    commit(session, site)
    return NONE


def rollback(session: Session, site: Site) -> None:
    """Expire what was persistent, whatever `expire_on_commit` says; new objects are new again."""
    state = session.state(site)
    if state.begun is False:
        return
    for instance in every(state.objects, site):
        before = instance.state(site)
        if Phase.PENDING in before.phases or before.new_here:
            after = as_before_insert(before)
        elif state.begun and before.phases <= {Phase.PERSISTENT, Phase.DELETED}:
            after = expire(before, "rollback()")
        else:
            after = make_doubtful(before)
        site.store(instance.address, after)
    session.update(site, begun=False)


def _rollback(session: Session, arguments: Arguments, site: Site) -> Value:
    rollback(session, site)
    return NONE


def close(session: Session, arguments: Arguments, site: Site) -> Value:
    """`close()`, `reset()`, the end of `async with AsyncSession()`: objects are detached."""
    state = session.state(site)
    for instance in every(state.objects, site):
        before = instance.state(site)
        site.store(instance.address, replace(before, phases=frozenset({Phase.DETACHED})))
    session.update(site, objects=frozenset(), begun=False)
    return NONE


def _execute(session: Session, arguments: Arguments, site: Site) -> Value:
    statement = arguments.first() or arguments.keywords.get("statement") or UNKNOWN
    return _run_statement(session, statement, arguments, site)


def _run_statement(session: Session, statement: Value, arguments: Arguments, site: Site) -> Value:
    _may_fail(session, site)
    statements = tuple(statement.alternatives())
    if any(isinstance(s, Opaque) or _is_orm(s) for s in statements):
        _autoflush(session, site)
    session.update(site, begun=True)
    _affect(session, statements, site)
    if any(s.kind != "select" and not s.entities for s in statements if isinstance(s, Statement)):
        return Result(UNKNOWN)
    populate = _populates(arguments)
    row = rows_of(statements, session.address, site)
    if populate or any(
        isinstance(s, Statement) and s.populate_existing is not False for s in statements
    ):
        _overwrite(session, row, site)
    return Result(row)


def _is_orm(statement: Value) -> bool:
    """Whether a statement makes the session flush first: `text()` and plain tables do not."""
    if not isinstance(statement, Statement):
        return False
    entities = (*statement.entities, statement.target)
    return any(isinstance(entity, (MappedClass, ClassAttribute)) for entity in entities)


def _populates(arguments: Arguments) -> bool:
    return "execution_options" in arguments.keywords


def _affect(session: Session, statements: tuple[Value, ...], site: Site) -> None:
    """What a statement does to the objects that the session holds already."""
    for statement in statements:
        if not isinstance(statement, Statement):
            continue
        if statement.kind == "update":
            _bulk_update(session, statement, site)
        elif statement.kind == "delete":
            _bulk_delete(session, statement, site)
        for entity in statement.entities:
            if isinstance(entity, MappedClass):
                plan = compile_plan(entity, spread(statement.options, site))
                _fill_existing(session, entity, plan, site, set())


def _fill_existing(
    session: Session, cls: MappedClass, plan: Plan, site: Site, seen: set[int]
) -> None:
    """Rows that the session knows already are refreshed in place; which ones, nobody knows."""
    if id(cls) in seen:
        return
    seen.add(id(cls))
    for instance in every(session.state(site).objects, site):
        if instance.cls.is_related(cls):
            site.store(instance.address, fill(instance.state(site), plan))
    for relation in cls.mapping.relationships():
        option = plan.relations.get(relation.name)
        eager = relation.lazy not in ("select", "raise", "raise_on_sql", "noload")
        if relation.target is not None and (option is not None or eager or plan.unknown):
            below = option[1] if option is not None else EMPTY_PLAN
            _fill_existing(session, relation.target, below, site, seen)


def _overwrite(session: Session, row: Value, site: Site) -> None:
    """`populate_existing`: objects that are there are loaded anew."""
    kept = [(fresh, fresh.state(site)) for fresh in _instances_in(row)]
    for fresh, _ in kept:
        _overwrite_all(session, fresh.cls, site)
    for fresh, state in kept:
        site.store(fresh.address, state)


def _overwrite_all(session: Session, cls: MappedClass, site: Site) -> None:
    """Any object of a class may be loaded anew."""
    for instance in every(session.state(site).objects, site):
        if instance.cls.is_related(cls):
            state = instance.state(site)
            names = {a.name: UNKNOWN_SLOT for a in state.cls.mapping.attributes.values()}
            site.store(instance.address, replace(state, slots={**state.slots, **names}))


def _instances_in(row: Value) -> list[MappedInstance]:
    items = row.items if isinstance(row, (Row, Tuple)) else (row,)
    return [item for item in items if isinstance(item, MappedInstance)]


def _bulk_update(session: Session, statement: Statement, site: Site) -> None:
    """An ORM `update()` may touch any object of its class."""
    if statement.target is None or not statement.synchronize:
        return
    for instance in every(session.state(site).objects, site):
        if not instance.cls.is_related(statement.target):
            continue
        state = instance.state(site)
        for column in state.cls.mapping.columns():
            named = statement.assigned is None or column.name in statement.assigned
            if named or column.definition.onupdate is not False:
                state = state.with_slot(column.name, UNKNOWN_SLOT)
        site.store(instance.address, state)


def _bulk_delete(session: Session, statement: Statement, site: Site) -> None:
    """An ORM `delete()` may delete any object of its class."""
    for instance in every(session.state(site).objects, site):
        if statement.target is None or instance.cls.is_related(statement.target):
            unknown = frozenset({Phase.UNKNOWN})
            site.store(instance.address, replace(instance.state(site), phases=unknown))


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
    return Result(result.row, is_async=True) if isinstance(result, Result) else UNKNOWN


def _stream_scalars(session: Session, arguments: Arguments, site: Site) -> Value:
    return _stream(session, arguments, site).get("scalars", site).call(Arguments(), site)


def _get(session: Session, arguments: Arguments, site: Site) -> Value:
    return join(_get_one(session, arguments, site), NONE)


def _get_one(session: Session, arguments: Arguments, site: Site) -> Value:
    entity = arguments.get(0, "entity")
    session.update(site, begun=True)
    if not isinstance(entity, MappedClass):
        return site.opaque()
    given = arguments.keywords.get("options")
    options = [] if given is None else spread([given], site)
    plan = compile_plan(entity, options)
    overwrites = arguments.keywords.get("populate_existing", FALSE) != FALSE
    if overwrites:
        _overwrite_all(session, entity, site)
    present = not overwrites and any(
        i.cls.is_related(entity) for i in every(session.state(site).objects, site)
    )
    _fill_existing(session, entity, EMPTY_PLAN, site, set())
    instance = load_row(entity, plan, session.address, site)
    if present and (options or plan.unknown):
        # With the object already there, the options are ignored: nobody can tell.
        state = instance.state(site)
        slots = {r.name: UNKNOWN_SLOT for r in entity.mapping.relationships()}
        site.store(instance.address, replace(state, slots=slots))
    return instance


def _refresh(session: Session, arguments: Arguments, site: Site) -> Value:
    instance = arguments.get(0, "instance")
    session.update(site, begun=True)
    names = _names(arguments.get(1, "attribute_names"), site)
    targets = instance.alternatives() if instance is not None else ()
    for target in targets:
        if not isinstance(target, MappedInstance):
            continue
        attach(target.address, session.address, site)
        state = target.state(site)
        if state.phases == frozenset({Phase.UNKNOWN}):
            state = replace(state, phases=frozenset({Phase.PERSISTENT}), session=session.address)
            if names is NO_NAMES:
                # Which options it was loaded with is not known: its relationships are not.
                state = _known_columns(state)
            site.store(target.address, state)
            if names is NO_NAMES:
                continue
        if names is NO_NAMES:
            if state.is_new:
                _cascade(session, target, site, set())
                flush(session, site)
                state = target.state(site)
            site.store(target.address, refreshed(state))
        else:
            site.store(target.address, _named(state, names))
    return NONE


def _known_columns(state: InstanceState) -> InstanceState:
    slots = {
        c.name: Slot(UNKNOWN) for c in state.cls.mapping.columns() if not c.definition.deferred
    }
    return replace(state, slots={**state.slots, **slots})


NO_NAMES: frozenset[str] = frozenset({"*all*"})


def _names(value: Value | None, site: Site) -> frozenset[str] | None:
    """The attribute names a call lists; NO_NAMES without any, None when they are not known."""
    if value is None or value == NONE:
        return NO_NAMES
    items: tuple[Value, ...] | None = None
    if isinstance(value, Tuple):
        items = value.items
    elif isinstance(value, Sequence):
        items = value.contents(site).items
    if items is None or not all(isinstance(i, Constant) for i in items):
        return None
    return frozenset(str(i.value) for i in items if isinstance(i, Constant))


def _named(state: InstanceState, names: frozenset[str] | None) -> InstanceState:
    for attribute in state.cls.mapping.attributes.values():
        if names is None:
            if state.slot(attribute).cause is not None:
                state = state.with_slot(attribute.name, UNKNOWN_SLOT)
        elif attribute.name in names:
            if isinstance(attribute, Relationship):
                # Loading a relationship brings the primary key back with it.
                loaded = Slot(plan=EMPTY_PLAN)
                state = with_primary_key(state.with_slot(attribute.name, loaded))
            else:
                state = state.with_slot(attribute.name, Slot(UNKNOWN))
    return state


def _delete(session: Session, arguments: Arguments, site: Site) -> Value:
    for instance in related_instances(arguments.get(0, "instance"), site):
        state = instance.state(site)
        if state.phases == frozenset({Phase.PERSISTENT}):
            site.store(instance.address, replace(state, phases=frozenset({Phase.DELETED})))
        else:
            site.store(instance.address, replace(state, phases=frozenset({Phase.UNKNOWN})))
    return NONE


def _merge(session: Session, arguments: Arguments, site: Site) -> Value:
    given = arguments.get(0, "instance")
    session.update(site, begun=True)
    if not isinstance(given, MappedInstance):
        return site.opaque()
    merged = load_row(given.cls, EMPTY_PLAN, session.address, site)
    source = given.state(site)
    state = merged.state(site)
    for relation in given.cls.mapping.relationships():
        slot = source.slot(relation)
        if slot.is_loaded or slot.unknown:
            state = state.with_slot(relation.name, UNKNOWN_SLOT)
    site.store(merged.address, state)
    return merged


def _run_sync(session: Session, arguments: Arguments, site: Site) -> Value:
    function, *rest = arguments.positional or [UNKNOWN]
    inside = Session(session.address, False, facade=True)
    given = Arguments([inside, *rest], arguments.keywords, arguments.open_ended)
    return in_context(function, given, site, Context.GREENLET)


def _connection(session: Session, arguments: Arguments, site: Site) -> Value:
    session.update(site, begun=True)
    return Connection(session.is_async)


def _anything(session: Session, arguments: Arguments, site: Site) -> Value:
    arguments.escape(site)
    return site.opaque()


_IO: dict[str, Operation] = {
    "aclose": close,
    "close": close,
    "commit": _commit,
    "connection": _connection,
    "delete": _delete,
    "exec": _exec,
    "execute": _execute,
    "flush": _flush,
    "get": _get,
    "get_one": _get_one,
    "merge": _merge,
    "refresh": _refresh,
    "remove": close,
    "reset": close,
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
        for instance in related_instances(value, site):
            _cascade(session, instance, site, set())
    return NONE


def _cascade(session: Session, instance: MappedInstance, site: Site, seen: set[Address]) -> None:
    """`add()`, and the save-update cascade to what hangs on the object."""
    if instance.address in seen:
        return
    seen.add(instance.address)
    state = instance.state(site)
    phases = state.phases
    known = instance.address in session.state(site).objects
    if not known or Phase.TRANSIENT in phases:
        if phases == frozenset({Phase.TRANSIENT}):
            phases = frozenset({Phase.PENDING})
        elif phases == frozenset({Phase.UNKNOWN}):
            phases = frozenset({Phase.PENDING, Phase.PERSISTENT})
        elif phases == frozenset({Phase.DETACHED}):
            phases = frozenset({Phase.PERSISTENT})
        site.store(instance.address, replace(state, phases=phases, session=session.address))
        attach(instance.address, session.address, site)
    for relation in state.cls.mapping.relationships():
        slot = state.slots.get(relation.name)
        if slot is not None and slot.value is not None:
            for other in related_instances(slot.value, site):
                put_back(instance, relation, other, site)
                if other.state(site).phases == frozenset({Phase.TRANSIENT}):
                    _cascade(session, other, site, seen)


def _expire(session: Session, arguments: Arguments, site: Site) -> Value:
    names = _names(arguments.get(1, "attribute_names"), site)
    for value in (arguments.first() or NONE).alternatives():
        if not isinstance(value, MappedInstance):
            continue
        state = value.state(site)
        if names is NO_NAMES:
            site.store(value.address, expire(state, "expire()"))
        elif names is None:
            site.store(value.address, make_doubtful(state))
        else:
            site.store(value.address, expire_attributes(state, names, "expire()"))
    return NONE


def _expire_all(session: Session, arguments: Arguments, site: Site) -> Value:
    for instance in every(session.state(site).objects, site):
        state = instance.state(site)
        if state.phases & {Phase.PERSISTENT, Phase.DELETED}:
            site.store(instance.address, expire(state, "expire_all()"))
    return NONE


def _expunge(session: Session, arguments: Arguments, site: Site) -> Value:
    for instance in related_instances(arguments.first(), site):
        state = instance.state(site)
        site.store(instance.address, replace(state, phases=frozenset({Phase.DETACHED})))
    return NONE


def _expunge_all(session: Session, arguments: Arguments, site: Site) -> Value:
    begun = session.state(site).begun
    close(session, arguments, site)
    session.update(site, begun=begun)
    return NONE


@dataclass(frozen=True)
class NoAutoflush(Known):
    """`with session.no_autoflush:`"""

    session: Session

    def enter(self, site: Site) -> Value:
        self.session.update(site, autoflush=False)
        return self.session

    def leave(self, site: Site, *, failed: bool) -> None:
        self.session.update(site, autoflush=True)


def _begin(session: Session, arguments: Arguments, site: Site) -> Value:
    return SessionTransaction(session, nested=False)


def _begin_nested(session: Session, arguments: Arguments, site: Site) -> Value:
    return SessionTransaction(session, nested=True)


_PLAIN: dict[str, Operation] = {
    "add": _add,
    "add_all": _add,
    "begin": _begin,
    "begin_nested": _begin_nested,
    "expire": _expire,
    "expire_all": _expire_all,
    "expunge": _expunge,
    "expunge_all": _expunge_all,
}


@dataclass(frozen=True)
class SessionTransaction(Known):
    """`session.begin()` and `session.begin_nested()`."""

    session: Session
    nested: bool

    def awaited(self, site: Site) -> Value:
        self.session.update(site, begun=True)
        return self

    def enter(self, site: Site) -> Value:
        self.session.update(site, begun=True)
        return self

    async_enter = enter

    def leave(self, site: Site, *, failed: bool) -> None:
        if self.nested:
            self._leave_savepoint(site, failed)
        elif failed:
            rollback(self.session, site)
        else:
            commit(self.session, site)

    async_leave = leave

    def _leave_savepoint(self, site: Site, failed: bool) -> None:
        if not failed:
            flush(self.session, site)
            return
        # What changed inside is expired; which objects did, is not followed.
        for instance in every(self.session.state(site).objects, site):
            site.store(instance.address, make_doubtful(instance.state(site)))

    def get(self, name: str, site: Site) -> Value:
        if name in ("commit", "rollback"):
            work = commit if name == "commit" else rollback

            def run(where: Site) -> Value:
                if self.nested:
                    self._leave_savepoint(where, failed=name == "rollback")
                else:
                    work(self.session, where)
                return NONE

            def call(arguments: Arguments, where: Site) -> Value:
                if not self.session.is_async:
                    return run(where)
                return SqlCoroutine("AsyncSessionTransaction", name, "transaction", run, where)

            return Builtin(name, call)
        return UNKNOWN


# Legacy queries


def _selected(arguments: Arguments) -> Statement:
    return Statement("select", tuple(arguments.positional))


@dataclass(frozen=True)
class Query(Known):
    """`session.query(…)` on a sync session."""

    session: Session
    statement: Statement

    _ROWS = frozenset({"all", "first", "one", "one_or_none", "scalar"})
    _COUNTS = frozenset({"count", "delete", "update"})

    def get(self, name: str, site: Site) -> Value:
        def call(arguments: Arguments, where: Site) -> Value:
            if name in self._ROWS:
                return self._fetch(name, where)
            if name == "get":
                self.session.blocks("query().get()", where)
                entity = self.statement.entities[:1]
                given = Arguments([*entity, *arguments.positional])
                return _get(self.session, given, where)
            if name in self._COUNTS:
                self.session.blocks(f"query().{name}()", where)
                return where.opaque()
            generated = self.statement.get(name, where).call(arguments, where)
            if isinstance(generated, Statement):
                return Query(self.session, generated)
            return UNKNOWN

        return Builtin(name, call)

    def _result(self, site: Site) -> Value:
        result = _run_statement(self.session, self.statement, Arguments(), site)
        if isinstance(result, Result) and isinstance(result.row, Row):
            if len(result.row.items) == 1 and isinstance(self.statement.entities[0], MappedClass):
                return result.get("scalars", site).call(Arguments(), site)
        return result

    def _fetch(self, name: str, site: Site) -> Value:
        self.session.blocks(f"query().{name}()", site)
        return self._result(site).get(name, site).call(Arguments(), site)

    def element(self, site: Site) -> Value | None:
        self.session.blocks("query()", site)
        return self._result(site).element(site)

    def truth(self, site: Site) -> bool | None:
        return True


# Classes and factories


@dataclass(frozen=True)
class SessionClass(Value):
    """`AsyncSession`, `Session`, or a class of the project that derives from one."""

    is_async: bool
    name: str
    project_class: ClassValue | None = None

    def call(self, arguments: Arguments, site: Site) -> Value:
        check_bind(self.name, self.is_async, arguments.get(0, "bind"), site)
        config = Configuration.read(arguments, site)
        if self.project_class is not None and self.project_class.member("__init__") is not None:
            # What its own constructor hands on is not followed.
            config = replace(config, expire_on_commit=None)
        return make_session(self, config, self.name, site)

    def made(self, site: Site) -> Value | None:
        state = SessionState(self.is_async, made_at=site.frame.depth, blocks=False)
        return Session(site.allocate(state), self.is_async, self.project_class)

    def get(self, name: str, site: Site) -> Value:
        if self.project_class is not None:
            return self.project_class.get(name, site)
        return UNKNOWN

    def truth(self, site: Site) -> bool | None:
        return True

    def item(self, key: Value, site: Site) -> Value:
        return self


@dataclass(frozen=True)
class Configuration:
    """The arguments of a factory that matter later."""

    expire_on_commit: bool | None = True
    autoflush: bool = True
    engine: Engine | None = None
    blocks: bool = True
    """Whether its sessions are known to block; an annotation alone does not prove that."""

    @staticmethod
    def read(
        arguments: Arguments, site: Site, before: Configuration | None = None
    ) -> Configuration:
        """From a call's arguments; what it does not give stays as it was `before`."""
        base = before or Configuration()
        given = arguments.keywords.get("expire_on_commit")
        expire_on_commit = base.expire_on_commit
        if isinstance(given, Constant):
            expire_on_commit = bool(given.value)
        elif given is not None or arguments.open_ended:
            expire_on_commit = None
        autoflush = arguments.keywords.get("autoflush")
        engine = engine_of(arguments.get(0, "bind")) or base.engine
        return Configuration(
            expire_on_commit,
            base.autoflush if autoflush is None else autoflush == TRUE,
            engine,
            base.blocks,
        )


def make_session(cls: SessionClass, config: Configuration, label: str, site: Site) -> Session:
    """A session that a class or factory makes here."""
    forced = site.machine.world.libraries.settings.expire_on_commit
    state = SessionState(
        cls.is_async,
        config.expire_on_commit if forced is None else forced,
        begun=False,
        made_at=site.frame.depth,
        label=label,
        blocks=config.blocks
        and not cls.is_async
        and (config.engine is None or config.engine.blocks),
        autoflush=config.autoflush,
    )
    session = Session(site.allocate(state), cls.is_async, cls.project_class)
    engine_told = config.engine is not None and config.engine.told
    if state.blocks:
        place = coroutine_site(site)
        if engine_told:
            session.update(site, told=True)
        elif place is not None and place.frame is site.frame:
            if blocked("session", label, site, made=f"{label}()"):
                session.update(site, told=True)
    return session


def check_bind(maker: str, is_async: bool, bound: Value | None, site: Site) -> None:
    """Tell when a session or factory is bound to an engine of the other kind."""
    engine = engine_of(bound)
    if engine is not None and engine.is_async is not is_async:
        site.emit(WrongBind(maker, is_async, engine.label))


@dataclass(frozen=True)
class SessionFactory(Known):
    """`sessionmaker(…)`, `async_sessionmaker(…)`"""

    cls: SessionClass
    config: Configuration
    maker: str

    def call(self, arguments: Arguments, site: Site) -> Value:
        config = Configuration.read(arguments, site, self.config)
        return make_session(self.cls, config, called_name(site, self.maker), site)

    def get(self, name: str, site: Site) -> Value:
        if name == "begin":
            return Builtin(name, self._begin)
        if name == "configure":
            return Builtin(name, self._configure)
        return UNKNOWN

    def _begin(self, arguments: Arguments, site: Site) -> Value:
        return SessionBlock(self, site.allocate(NONE))

    def _configure(self, arguments: Arguments, site: Site) -> Value:
        bound = arguments.keywords.get("bind")
        check_bind(self.maker, self.cls.is_async, bound, site)
        return NONE

    def item(self, key: Value, site: Site) -> Value:
        return self

    def truth(self, site: Site) -> bool | None:
        return True


@dataclass(frozen=True)
class SessionBlock(Known):
    """`async_session.begin()` of a factory: a session in a transaction, closed at the end."""

    factory: SessionFactory
    session: Address
    """The cell that holds the session while the block runs."""

    def enter(self, site: Site) -> Value:
        session = self.factory.call(Arguments(), site)
        if isinstance(session, Session):
            session.update(site, begun=True)
            site.store(self.session, session)
        return session

    async_enter = enter

    def leave(self, site: Site, *, failed: bool) -> None:
        session = site.state(self.session)
        if not isinstance(session, Session):
            return
        if failed:
            rollback(session, site)
        else:
            commit(session, site)
        close(session, Arguments(), site)

    async_leave = leave


def make_factory(is_async: bool, maker: str, session_class: SessionClass) -> Value:
    """`sessionmaker` or `async_sessionmaker`"""

    def call(arguments: Arguments, site: Site) -> Value:
        cls: Value = arguments.keywords.get("class_") or session_class
        positional = list(arguments.positional)
        if len(positional) > 1 and isinstance(positional[1], SessionClass):
            cls = positional[1]
        if not isinstance(cls, SessionClass):
            return UNKNOWN
        bound = arguments.get(0, "bind")
        if not isinstance(bound, Opaque):
            check_bind(maker, cls.is_async, bound, site)
        config = Configuration.read(arguments, site)
        if _is_configured_later(site):
            config = replace(config, expire_on_commit=None)
        return SessionFactory(cls, config, maker)

    return Factory(maker, call, session_class)


def _is_configured_later(site: Site) -> bool:
    """Whether the factory that is made here gets `configure(expire_on_commit=…)` afterwards."""
    tree = site.frame.module.tree
    names = site.machine.world.facts(tree, _configured_names)
    return any(
        isinstance(statement, ast.Assign)
        and statement.value is site.node
        and any(isinstance(t, ast.Name) and t.id in names for t in statement.targets)
        for statement in (descendants(tree) if names else ())
    )


def _configured_names(tree: ast.AST) -> frozenset[str]:
    return frozenset(
        node.func.value.id
        for node in descendants(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "configure"
        and isinstance(node.func.value, ast.Name)
        and any(keyword.arg == "expire_on_commit" for keyword in node.keywords)
    )


@dataclass(frozen=True)
class Factory(Value):
    """The name `sessionmaker` itself: called it makes a factory, as an annotation it is one."""

    name: str
    make: Callable[[Arguments, Site], Value]
    session_class: SessionClass

    def call(self, arguments: Arguments, site: Site) -> Value:
        return self.make(arguments, site)

    def item(self, key: Value, site: Site) -> Value:
        cls = key.items[0] if isinstance(key, Tuple) and key.items else key
        if isinstance(cls, SessionClass):
            return Factory(self.name, self.make, cls)
        return self

    def made(self, site: Site) -> Value | None:
        unknown = Configuration(expire_on_commit=None, blocks=False)
        return SessionFactory(self.session_class, unknown, self.name)

    def truth(self, site: Site) -> bool | None:
        return True


def make_scoped(is_async: bool) -> Value:
    """`scoped_session(factory)`, `async_scoped_session(factory, scopefunc=…)`"""

    def call(arguments: Arguments, site: Site) -> Value:
        factory = arguments.get(0, "session_factory")
        if not isinstance(factory, SessionFactory):
            return UNKNOWN
        with site.machine.silent():
            return factory.call(Arguments(), site)

    return Builtin("scoped_session", call)
