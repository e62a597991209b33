"""What executing a statement, `get()`, `refresh()` and `merge()` do to a session's objects.

Source: "Session Basics", "ORM-Enabled INSERT, UPDATE, and DELETE statements", "Refreshing".
"""

from __future__ import annotations

from dataclasses import replace

from flake8_greenlet.interpreter.containers import Sequence, Tuple
from flake8_greenlet.interpreter.values import (
    FALSE,
    NONE,
    UNKNOWN,
    Arguments,
    Constant,
    Opaque,
    Site,
    Value,
    join,
)
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance, attach, load_row
from flake8_greenlet.libraries.sqlalchemy.loading import EMPTY_PLAN, Plan, compile_plan, spread
from flake8_greenlet.libraries.sqlalchemy.mapping import ClassAttribute, MappedClass, Relationship
from flake8_greenlet.libraries.sqlalchemy.queries import Result, Row, Statement, rows_of
from flake8_greenlet.libraries.sqlalchemy.states import (
    UNKNOWN_SLOT,
    InstanceState,
    Phase,
    Slot,
    fill,
    refreshed,
    with_primary_key,
)
from flake8_greenlet.libraries.sqlalchemy.unit_of_work import (
    UnitOfWork,
    autoflush,
    cascade,
    flush,
    may_fail,
)


def run_statement(session: UnitOfWork, statement: Value, arguments: Arguments, site: Site) -> Value:
    may_fail(session, site)
    statements = tuple(statement.alternatives())
    if any(isinstance(s, Opaque) or _is_orm(s) for s in statements):
        autoflush(session, site)
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


def _affect(session: UnitOfWork, statements: tuple[Value, ...], site: Site) -> None:
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
    session: UnitOfWork, cls: MappedClass, plan: Plan, site: Site, seen: set[int]
) -> None:
    """Rows that the session knows already are refreshed in place; which ones, nobody knows."""
    if id(cls) in seen:
        return
    seen.add(id(cls))
    for instance in session.objects(site):
        if instance.cls.is_related(cls):
            site.store(instance.address, fill(instance.state(site), plan))
    for relation in cls.mapping.relationships():
        option = plan.relations.get(relation.name)
        eager = relation.lazy not in ("select", "raise", "raise_on_sql", "noload")
        if relation.target is not None and (option is not None or eager or plan.unknown):
            below = option[1] if option is not None else EMPTY_PLAN
            _fill_existing(session, relation.target, below, site, seen)


def _overwrite(session: UnitOfWork, row: Value, site: Site) -> None:
    """`populate_existing`: objects that are there are loaded anew."""
    kept = [(fresh, fresh.state(site)) for fresh in _instances_in(row)]
    for fresh, _ in kept:
        _overwrite_all(session, fresh.cls, site)
    for fresh, state in kept:
        site.store(fresh.address, state)


def _overwrite_all(session: UnitOfWork, cls: MappedClass, site: Site) -> None:
    """Any object of a class may be loaded anew."""
    for instance in session.objects(site):
        if instance.cls.is_related(cls):
            state = instance.state(site)
            names = {a.name: UNKNOWN_SLOT for a in state.cls.mapping.attributes.values()}
            site.store(instance.address, replace(state, slots={**state.slots, **names}))


def _instances_in(row: Value) -> list[MappedInstance]:
    items = row.items if isinstance(row, (Row, Tuple)) else (row,)
    return [item for item in items if isinstance(item, MappedInstance)]


def _bulk_update(session: UnitOfWork, statement: Statement, site: Site) -> None:
    """An ORM `update()` may touch any object of its class."""
    if statement.target is None or not statement.synchronize:
        return
    for instance in session.objects(site):
        if not instance.cls.is_related(statement.target):
            continue
        state = instance.state(site)
        for column in state.cls.mapping.columns():
            named = statement.assigned is None or column.name in statement.assigned
            if named or column.definition.onupdate is not False:
                state = state.with_slot(column.name, UNKNOWN_SLOT)
        site.store(instance.address, state)


def _bulk_delete(session: UnitOfWork, statement: Statement, site: Site) -> None:
    """An ORM `delete()` may delete any object of its class."""
    for instance in session.objects(site):
        if statement.target is None or instance.cls.is_related(statement.target):
            unknown = frozenset({Phase.UNKNOWN})
            site.store(instance.address, replace(instance.state(site), phases=unknown))


def get(session: UnitOfWork, arguments: Arguments, site: Site) -> Value:
    return join(get_one(session, arguments, site), NONE)


def get_one(session: UnitOfWork, arguments: Arguments, site: Site) -> Value:
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
    present = not overwrites and any(i.cls.is_related(entity) for i in session.objects(site))
    _fill_existing(session, entity, EMPTY_PLAN, site, set())
    instance = load_row(entity, plan, session.address, site)
    if present and (options or plan.unknown):
        # With the object already there, the options are ignored: nobody can tell.
        state = instance.state(site)
        slots = {r.name: UNKNOWN_SLOT for r in entity.mapping.relationships()}
        site.store(instance.address, replace(state, slots=slots))
    return instance


def refresh(session: UnitOfWork, arguments: Arguments, site: Site) -> Value:
    instance = arguments.get(0, "instance")
    session.update(site, begun=True)
    names = attribute_names(arguments.get(1, "attribute_names"), site)
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
                cascade(session, target, site, set())
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


def attribute_names(value: Value | None, site: Site) -> frozenset[str] | None:
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


def merge(session: UnitOfWork, arguments: Arguments, site: Site) -> Value:
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
