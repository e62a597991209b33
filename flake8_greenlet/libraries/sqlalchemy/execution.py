"""What executing a statement, `get()`, `refresh()` and `merge()` do to a session's objects.

Source: "Session Basics", "ORM-Enabled INSERT, UPDATE, and DELETE statements", "Refreshing".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from flake8_greenlet.events import Deferred, Expired
from flake8_greenlet.interpreter.containers import Dict, Sequence, Tuple
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import (
    FALSE,
    NONE,
    TRUE,
    UNKNOWN,
    Arguments,
    Constant,
    Opaque,
    Site,
    Value,
    join,
    join_values,
)
from flake8_greenlet.libraries.sqlalchemy import contents, holding, identity, keys, queries
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.libraries.sqlalchemy.loading import EMPTY_PLAN, Plan, compile_plan, spread
from flake8_greenlet.libraries.sqlalchemy.mapping import (
    Column,
    MappedClass,
    Relationship,
    is_orm,
)
from flake8_greenlet.libraries.sqlalchemy.meeting import (
    come_along,
    in_session,
    meet,
    meet_children,
    meet_loaded,
    meet_related,
    meet_siblings,
    meet_target,
)
from flake8_greenlet.libraries.sqlalchemy.queries import Result, Statement, rows_of
from flake8_greenlet.libraries.sqlalchemy.reading import (
    look_at_members,
    may_be_held,
    members_come_along,
)
from flake8_greenlet.libraries.sqlalchemy.related import changed, link_back, related_objects
from flake8_greenlet.libraries.sqlalchemy.rows import (
    load_row,
    loaded_where_missing,
    row_come_along,
    row_in_hand,
)
from flake8_greenlet.libraries.sqlalchemy.slots import (
    BY_KEY,
    IN_REFRESH,
    PENDING,
    PERSISTENT,
    TRANSIENT,
    UNKNOWN_SLOT,
    Doubtful,
    Fresh,
    Gone,
    HandedIn,
    Inserted,
    Phase,
    Slot,
    below_in_hand,
    takes_what_is_there,
)
from flake8_greenlet.libraries.sqlalchemy.states import InstanceState
from flake8_greenlet.libraries.sqlalchemy.transitions import (
    brought_back,
    expire_attributes,
    fill,
    loaded,
    populated,
    refreshed,
    selected_again,
    with_keys,
)
from flake8_greenlet.libraries.sqlalchemy.unit_of_work import (
    UnitOfWork,
    autoflush,
    begin,
    expire_whole,
    flush,
    has_work,
    may_fail,
    require_rows,
)
from flake8_greenlet.records import replace


def run_statement(session: UnitOfWork, statement: Value, arguments: Arguments, site: Site) -> Value:
    statements = tuple(statement.alternatives())
    flushes = session.state(site).autoflush and any(
        isinstance(s, Opaque) or _is_orm(s) for s in statements
    )
    in_flush = flushes and has_work(session, site)
    writes = not all(isinstance(s, Statement) and s.kind == "select" for s in statements)
    if flushes:
        if in_flush:
            may_fail(session, site)
        flush(session, site)
    may_fail(session, site, in_flush=False, writes=writes)
    begin(session, site)
    if _execution_option("synchronize_session", arguments, site) != FALSE:
        # Of several statements, each has been run on paths of its own.
        site.machine.each(statements, lambda one: _affect(session, one, site))
    if any(s.kind != "select" and not s.entities for s in statements if isinstance(s, Statement)):
        return Result(UNKNOWN)
    if writes:
        session.forget_rows(site)
    elif all(_has_no_row(session, one, site) for one in statements):
        return Result(UNKNOWN, empty=True)
    row = rows_of(statements, session.address, site)
    selects = [s for s in statements if isinstance(s, Statement)]
    overwrites = _execution_option("populate_existing", arguments, site) not in (None, FALSE)
    if overwrites or any(s.populate_existing is not False for s in selects):
        surely = len(statements) == 1 and all(s.populate_existing for s in selects)
        plans = {
            cls: queries.plan_for(entity, statement, site)
            for statement in (selects if surely else ())
            for entity in statement.entities
            if (cls := queries.class_of(entity)) is not None
        }
        _overwrite(session, row, plans, site)
    return Result(row, filled=all(_has_a_row(session, one, site) for one in statements))


def _has_no_row(session: UnitOfWork, statement: Value, site: Site) -> bool:
    """Whether a statement surely finds nothing: its table was empty before."""
    if not isinstance(statement, Statement) or statement.kind != "select":
        return False
    classes = [queries.class_of(entity) for entity in statement.entities]
    if len(classes) != 1 or classes[0] is None:
        return False
    return contents.has_no_rows(classes[0], session.address, site)


def _has_a_row(session: UnitOfWork, statement: Value, site: Site) -> bool:
    """Whether a statement surely finds something: it asks for the row of a key, and the session has
    it, or for all rows of a table, and the session has one of them, or something whose foreign key
    leads to one."""
    if not isinstance(statement, Statement) or not (statement.is_whole or statement.is_row):
        return False
    cls = queries.class_of(statement.entities[0])
    if cls is not None and statement.is_row:
        return identity.is_found(cls, [statement.key], session.address, site)
    return any(
        state.surely_there
        and not state.several
        and (state.cls is cls or keys.leads_to_some(state, cls))
        and not contents.is_elsewhere_too(address, session.address, site)
        and not holding.may_be_none(address, site)
        for address, state in contents.objects(session.address, site)
    )


def _is_orm(statement: Value) -> bool:
    """Whether a statement makes the session flush first: `text()` and plain tables do not."""
    if not isinstance(statement, Statement):
        return False
    parts = (*statement.entities, statement.target or UNKNOWN)
    return statement.concerns_mapped or any(map(is_orm, parts))


def _execution_option(name: str, arguments: Arguments, site: Site) -> Value | None:
    """What the call itself says in `execution_options={…}`; UNKNOWN if it may say anything."""
    options = arguments.keywords.get("execution_options")
    if options is None:
        return None
    if not isinstance(options, Dict):
        return UNKNOWN
    known, complete = options.keywords(site)
    return known.get(name, None if complete else UNKNOWN)


def _affect(session: UnitOfWork, statement: Value, site: Site) -> Value:
    """What a statement does to the objects that the session holds already."""
    if not isinstance(statement, Statement):
        return NONE
    if statement.kind == "update":
        _bulk_update(session, statement, site)
    elif statement.kind == "delete":
        _bulk_delete(session, statement, site)
    for entity in statement.entities:
        cls = queries.class_of(entity)
        if cls is not None:
            plan = queries.plan_for(entity, statement, site)
            given = queries.foreign_keys(cls, statement)
            members_come_along(cls, given, session.address, site)
            meet(session.address, cls, plan, site, statement.key, given, whole=statement.is_whole)
            asked = replace(_asked(session, cls, statement, site), whole=statement.is_whole)
            meet_children(session.address, cls, plan, asked.keys, site)
            meet_related(session.address, cls, plan, asked, site, {cls}, whole=statement.is_whole)
    return NONE


def _asked(
    session: UnitOfWork, cls: MappedClass, statement: Statement, site: Site
) -> identity.Asked:
    """What a query says of the rows of one of its entities."""
    foreign_keys = (keys.key_of(v) for v in queries.foreign_keys(cls, statement).values())
    leading = frozenset(key for key in foreign_keys if key is not None)
    key = statement.key
    if key is None:
        return identity.Asked(foreign_keys=leading)
    there = identity.present(cls, key, session.address, site)
    instance = None if there is None else MappedInstance(cls, there)
    own = () if instance is None else keys.primary_keys(instance.address, instance.state(site))
    return identity.Asked(frozenset({key, *own}), leading)


def _overwrite(
    session: UnitOfWork, row: Value, plans: Mapping[MappedClass, Plan], site: Site
) -> None:
    """`populate_existing`: objects that are there are loaded anew."""
    kept = [(fresh, fresh.state(site)) for fresh in _instances_in(row)]
    for fresh, state in kept:
        _overwrite_all(session, fresh.cls, state.key, site)
    for fresh, state in kept:
        plan = plans.get(fresh.cls)
        if plan is not None and not state.several:
            # The very object that was there: what this query does not load is gone.
            state = populated(state, plan)
        site.store(fresh.address, state)


def _overwrite_all(session: UnitOfWork, cls: MappedClass, key: keys.Key | None, site: Site) -> None:
    """Any object of a class that may have this key may be loaded anew."""
    for instance in session.objects(site):
        state = instance.state(site)
        is_it = key in keys.primary_keys(instance.address, state)
        if instance.cls.is_related(cls) and (is_it or identity.may_be_same(state, key)):
            names = {a.name: UNKNOWN_SLOT for a in state.cls.mapping.attributes.values()}
            site.store(instance.address, replace(state, slots={**state.slots, **names}))


def _instances_in(row: Value) -> list[MappedInstance]:
    items = row.items if isinstance(row, (queries.Row, Tuple)) else (row,)
    return [item for item in items if isinstance(item, MappedInstance)]


def _bulk_update(session: UnitOfWork, statement: Statement, site: Site) -> None:
    """An ORM `update()` sets what Python can evaluate on the objects it matches, and expires the
    rest: `func.…`, and since SQLAlchemy 2.0.36 what the database sets at an UPDATE."""
    if statement.target is None or not statement.synchronize:
        return
    version = site.machine.world.libraries.settings.sqlalchemy_version
    look_at_members(statement.target, session.address, site)
    for instance, state in in_session(session.address, statement.target, site):
        is_it = statement.key in keys.primary_keys(instance.address, state)
        if not is_it and not identity.may_be_same(state, statement.key):
            continue
        for column in state.cls.mapping.columns:
            before = state.slot(column)
            if statement.assigned is None:
                state = state.with_slot(column.name, UNKNOWN_SLOT)
            elif column.name in statement.computed or (
                column.definition.onupdate and column.name not in statement.assigned
            ):
                known = column.name in statement.computed or version is None or version >= (2, 0)
                gone = Slot(cause=before.cause or Expired("update()")) if known else UNKNOWN_SLOT
                if not is_it:
                    gone = before.join(replace(gone, excused=True))
                state = state.with_slot(column.name, gone)
            elif column.name in statement.assigned or column.definition.onupdate is None:
                # What is not there is not set either.
                missing = replace(before, value=before.value and UNKNOWN)
                state = state.with_slot(column.name, missing if before.cause else UNKNOWN_SLOT)
        foreign_keys = {
            name: value
            for name, value in state.foreign_keys.items()
            if statement.assigned is not None and name not in statement.assigned
        }
        state = replace(state, foreign_keys=foreign_keys)
        if is_it and statement.is_by_key:
            # A savepoint that is rolled back takes it along, as it does what was assigned; whether
            # anything else that was asked is so, nobody knows.
            state = changed(state, site)
        site.store(instance.address, state)


def _bulk_delete(session: UnitOfWork, statement: Statement, site: Site) -> None:
    """An ORM `delete()` may delete any object of its class."""
    for instance in session.objects(site):
        if statement.target is None or instance.cls.is_related(statement.target):
            unknown = frozenset({Phase.UNKNOWN})
            site.store(instance.address, replace(instance.state(site), phases=unknown))


def get(session: UnitOfWork, arguments: Arguments, site: Site) -> Value:
    one = get_one(session, arguments, site)
    if isinstance(one, MappedInstance):
        asked = keys.primary_keys(one.address, one.state(site))
        if identity.is_found(one.cls, asked, session.address, site):
            return one
    return join(one, NONE)


def get_one(session: UnitOfWork, arguments: Arguments, site: Site) -> Value:
    entity = arguments.get(0, "entity")
    if not isinstance(entity, MappedClass):
        return site.opaque()
    plan = _plan_of(entity, arguments, site)
    ident = arguments.get(1, "ident")
    if ident is not None:
        ident.operand(site)
    key = keys.key_of(ident)
    overwrites = arguments.keywords.get("populate_existing", FALSE) != FALSE
    there = identity.present(entity, key, session.address, site)
    along = None
    if there is None and not overwrites:
        along = row_come_along(entity, key, session.address, site)
        there = along[0].address if along is not None and along[1] else None
    before = site.heap
    if there is not None:
        candidates = _candidates(session, entity, key, site)
        if session.state(site).has_on_one_branch(candidates):
            # On the other one it is asked for.
            begin(session, site)
            site.machine.heap = before.join(site.heap)
        found = MappedInstance(entity, there)
        found.tested((entity,), True, site)
        known = found.state(site)
        result = _get_present(found, plan, overwrites, session, site)
        loaded_where_missing(found, known, (plan,), site)
        return result
    if overwrites:
        _overwrite_all(session, entity, key, site)
    if contents.has_no_rows(entity, session.address, site):
        _ask(session, site)
        return NONE
    candidates = {} if overwrites else _candidates(session, entity, key, site)
    answered = any(not state.surely_comes_back for state in candidates.values())
    begin(session, site)
    if not answered or has_work(session, site):
        _ask(session, site)
    if answered:
        # If it is one of them, nobody is asked.
        site.machine.heap = before.join(site.heap)
    one = row_in_hand(entity, key, session.address, site)
    if one is not None:
        return _get_present(one, plan, overwrites, session, site)
    _meet_candidates(session, entity, key, site)
    fetched = _fetched(session, entity, plan, key, site, among=candidates)
    return fetched if along is None else join(along[0], fetched)


def _plan_of(cls: MappedClass, arguments: Arguments, site: Site) -> Plan:
    """What the `options=` of a `get()` or a `merge()` load."""
    given = arguments.keywords.get("options", UNKNOWN if arguments.open_ended else None)
    plan = EMPTY_PLAN if given is None else compile_plan(cls, spread([given], site))
    return replace(plan, carried_out=site.machine.clock)


def _candidates(
    session: UnitOfWork, cls: MappedClass, key: keys.Key | None, site: Site
) -> Mapping[Address, InstanceState]:
    """The objects that are there and may be the one of this key."""
    return {
        one.address: state
        for one, state in in_session(session.address, cls, site)
        if identity.may_be_same(state, key) and not holding.is_over(one.address, state, site)
    }


def _fetched(
    session: UnitOfWork,
    cls: MappedClass,
    plan: Plan,
    key: keys.Key | None,
    site: Site,
    *,
    among: Collection[Address],
) -> MappedInstance:
    """The row of this key; where it may be `among` objects that are there, the options may be
    ignored."""
    # Where these are there on one branch only, on the other one it is surely asked for.
    beyond = contents.of_one_branch(session.address, site).issuperset(among)
    instance = load_row(cls, plan, session.address, site, key=key)
    if among and plan != EMPTY_PLAN:
        state = instance.state(site)
        for attribute in cls.mapping.attributes.values():
            slot = state.slot(attribute)
            if isinstance(attribute, Column) and isinstance(slot.cause, Deferred):
                slot = replace(slot, unknown=True) if beyond else UNKNOWN_SLOT
                state = state.with_slot(attribute.name, slot)
            elif isinstance(attribute, Relationship) and slot.cause is None:
                state = state.with_slot(attribute.name, replace(slot, unknown=True))
        site.store(instance.address, state)
    if not among:
        come_along(instance, plan, site, BY_KEY)
    return instance


def _get_present(
    instance: MappedInstance, plan: Plan, overwrites: bool, session: UnitOfWork, site: Site
) -> Value:
    """`get()` of what the session has: it is not asked for again unless it is wholly expired, and
    then with the options that first loaded it."""
    state = instance.state(site)
    if overwrites:
        autoflush(session, site)
        site.store(instance.address, populated(state, plan))
    elif state.comes_back:
        _ask(session, site)
        state = instance.state(site)
        if state.is_gone:
            # Otherwise the flush has brought it back already.
            state = brought_back(state)
            site.store(instance.address, state)
        come_along(instance, state.plan, site)
    return instance


def _meet_candidates(
    session: UnitOfWork, cls: MappedClass, key: keys.Key | None, site: Site
) -> None:
    """`get()` of a row that may be one of the objects that are there: the wholly expired ones may
    be refreshed, the others are left alone."""
    for instance, state in in_session(session.address, cls, site):
        whole = isinstance(state.origin, (Doubtful, Gone, HandedIn))
        if whole and identity.may_bring_back(state, key):
            site.store(instance.address, fill(state, EMPTY_PLAN, state.cls))


def refresh(session: UnitOfWork, arguments: Arguments, site: Site) -> Value:
    instance = arguments.get(0, "instance")
    begin(session, site)
    names = attribute_names(arguments.get(1, "attribute_names"), site)
    given = instance.alternatives() if instance is not None else ()
    targets = [target for target in given if isinstance(target, MappedInstance)]
    require_rows(targets, site)
    _ask(session, site)
    for target in targets:
        contents.attach(target.address, session.address, site)
        state = target.state(site)
        if state.phases == frozenset({Phase.UNKNOWN}):
            state = replace(state, phases=PERSISTENT, session=session.address)
            if names is NO_NAMES:
                # Which options it was loaded with is not known: its relationships are not.
                state = replace(_known_columns(state), dirty=frozenset())
            site.store(target.address, state)
            if names is NO_NAMES:
                continue
        if names is NO_NAMES:
            _refresh_whole(session, target, state, site)
        else:
            # What is named goes before it is asked for.
            known = names or frozenset()
            gone = expire_attributes(state, known, "refresh()")
            site.store(target.address, gone)
            left = _not_asked_for(target, state, known, site)
            missing = {relation.name: gone.slot(relation) for relation in left}
            site.store(target.address, _named(state, names, missing, site.machine.clock))
            _meet_named(session, target, known, site)
    return NONE


def _ask(session: UnitOfWork, site: Site) -> None:
    """The database is asked for an object, after an autoflush; either may fail."""
    if session.state(site).autoflush and has_work(session, site):
        may_fail(session, site)
    autoflush(session, site)
    may_fail(session, site, in_flush=False, writes=False)


def _meet_named(
    session: UnitOfWork, target: MappedInstance, names: frozenset[str], site: Site
) -> None:
    """What a relationship leads to comes along when it is refreshed."""
    state = target.state(site)
    asked = identity.asked_for(target.address, state)
    for relation in target.cls.mapping.relationships:
        if relation.name not in names or relation in asked.nowhere:
            continue
        if relation.target not in (None, target.cls):
            by_key = takes_what_is_there(relation, state.plan, IN_REFRESH)
            meet_siblings(target, relation, state.slot(relation).plans, site)
            meet_target(session.address, relation, EMPTY_PLAN, asked, site, by_key=by_key)
            if not relation.is_many_to_one:
                plans = state.slot(relation).plans
                found = (below_in_hand(relation, state.plan, plan, IN_REFRESH) for plan in plans)
                meet_loaded(target, relation, tuple(found), site)


def _refresh_whole(
    session: UnitOfWork, target: MappedInstance, state: InstanceState, site: Site
) -> None:
    """`refresh()` without names expires the object, and what the cascade leads to, first."""
    members = [
        (relation, other)
        for relation in target.cls.mapping.relationships
        if relation.name in state.slots
        for other in related_objects(state.slots[relation.name].value, site)
    ]
    expire_whole(target, "refresh()", site)
    state = refreshed(state)
    site.store(target.address, state)
    come_along(target, state.plan, site)
    for relation, other in members:
        plans = state.slot(relation).plans
        if plans:
            below = below_in_hand(relation, state.plan, plans[0], IN_REFRESH)
            site.store(other.address, selected_again(other.state(site), below))
            link_back(target, relation, other, site)


def _known_columns(state: InstanceState) -> InstanceState:
    slots = {c.name: Slot(UNKNOWN) for c in state.cls.mapping.columns if not c.definition.deferred}
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


def _not_asked_for(
    target: MappedInstance, state: InstanceState, names: frozenset[str], site: Site
) -> Iterator[Relationship]:
    """The relationships that a refresh leaves missing although it names them: those to a parent of
    the same class that the session does not hold, unless an option loads them."""
    cls, plan = state.cls, state.plan
    # Only the class itself counts: of a subclass the refresh asks for everything.
    if cls.mapping.arguments.polymorphic_on or plan.wildcard or plan.unknown:
        return
    for relation in cls.mapping.relationships:
        strategy, _ = plan.relations.get(relation.name, ("defaultload", None))
        by_option = strategy != "defaultload" or state.slot(relation).unknown
        upward = relation.name in names and relation.is_upward and relation.owner is cls
        if upward and not by_option:
            if not may_be_held(target, relation, target.state(site), site, expired=True):
                yield relation


def _named(
    state: InstanceState, names: frozenset[str] | None, missing: Mapping[str, Slot], clock: int
) -> InstanceState:
    """The object after these were loaded, but for those that are `missing` all the same."""
    for attribute in state.cls.mapping.attributes.values():
        if names is None:
            if state.slot(attribute).cause is not None:
                state = state.with_slot(attribute.name, UNKNOWN_SLOT)
        elif attribute.name in names:
            if isinstance(attribute, Relationship):
                # Loading a relationship brings the keys back with it; it leads to what it led to.
                before = state.slot(attribute)
                slot = Slot(plans=before.plans)
                if not before.plans or before.cause is not None:
                    slot = slot.join(loaded(attribute, state, clock))
                slot = missing.get(attribute.name, slot)
                state = with_keys(state.with_slot(attribute.name, slot), attribute)
            else:
                state = state.with_slot(attribute.name, _asked_again(state.slot(attribute)))
    return state


def _asked_again(column: Slot) -> Slot:
    """A column after a refresh: who asks again for what an `update()` may have expired of some
    rows asks for these rows, and where nobody asks, it has not."""
    if column.is_loaded and column.excused:
        return Slot(UNKNOWN, unknown=True, doubted=True)
    return Slot(UNKNOWN)


def merge(session: UnitOfWork, arguments: Arguments, site: Site) -> Value:
    given = arguments.get(0, "instance")
    values = (given or UNKNOWN).alternatives()
    objects = [one for one in values if isinstance(one, MappedInstance)]
    held = len(objects) == len(values) and all(_is_held(session, o.state(site)) for o in objects)
    # What is there is not asked for.
    if arguments.keywords.get("load", TRUE) != FALSE and not (held and not has_work(session, site)):
        _ask(session, site)
        begin(session, site)
    if not objects:
        return site.opaque()
    # Anything else is not merged: it raises.
    return join_values(
        _merge(session, one, _plan_of(one.cls, arguments, site), site) for one in objects
    )


def _merge(session: UnitOfWork, given: MappedInstance, plan: Plan, site: Site) -> Value:
    source = given.state(site)
    if _is_held(session, source):
        # What the session holds already is merged into itself.
        return given
    merged = _merged(session, given, source, plan, site)
    # So it is on the other paths, if it is new again on some only.
    held_elsewhere = source.session == session.address and source.phases == PERSISTENT | TRANSIENT
    return join(given, merged) if held_elsewhere else merged


def _merged(
    session: UnitOfWork, given: MappedInstance, source: InstanceState, plan: Plan, site: Site
) -> MappedInstance:
    """What a session makes of an object that it does not hold."""
    column = given.cls.mapping.primary_key
    keyless = column is not None and column.name not in source.slots
    # The row of an object that is new after its INSERT has gone with a rollback.
    rolled_back = source.is_new and isinstance(source.origin, Inserted)
    if (keyless and isinstance(source.origin, Fresh)) or rolled_back:
        return _merged_as_new(session, given, source, site)
    merged = _merged_into(session, given, source, plan, site)
    state = merged.state(site)
    for relation in given.cls.mapping.relationships:
        slot = source.slot(relation)
        if slot.is_loaded or slot.unknown:
            state = state.with_slot(relation.name, UNKNOWN_SLOT)
    site.store(merged.address, state)
    return merged


def _is_held(session: UnitOfWork, state: InstanceState) -> bool:
    held = PERSISTENT, PENDING
    return state.session == session.address and state.phases in held


def _merged_as_new(
    session: UnitOfWork, given: MappedInstance, source: InstanceState, site: Site
) -> MappedInstance:
    """An object without a primary key has no row: its copy is a new object of the session."""
    copy = replace(
        source,
        phases=PENDING,
        session=session.address,
        made_at=site.machine.clock,
    )
    for relation in given.cls.mapping.relationships:
        if relation.name in source.slots:
            # What it leads to is merged as well.
            copy = copy.with_slot(relation.name, UNKNOWN_SLOT)
    merged = MappedInstance(given.cls, site.allocate(copy))
    contents.note(merged.address, site)
    contents.attach(merged.address, session.address, site)
    return merged


def _merged_into(
    session: UnitOfWork, given: MappedInstance, source: InstanceState, plan: Plan, site: Site
) -> MappedInstance:
    """The object of the session that has the given one's key, loaded if it is not there."""
    column = given.cls.mapping.primary_key
    slot = None if column is None else source.slots.get(column.name)
    key = keys.key_of(None if slot is None else slot.value) or source.key
    there = identity.present(given.cls, key, session.address, site)
    if there is None:
        among = _candidates(session, given.cls, key, site)
        return _fetched(session, given.cls, plan, key, site, among=among)
    found = MappedInstance(given.cls, there)
    if found.state(site).comes_back:
        site.store(there, selected_again(found.state(site), EMPTY_PLAN))
    return found
