"""What an operation makes of the state of one object: expiry, refresh, another query, a flush.

Source: "Refreshing / Expiring", "Fetching Server-Generated Defaults".
"""

from __future__ import annotations

from flake8_greenlet.events import Cause, Deferred, Expired, Generated, NeverLoaded
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import NONE, UNKNOWN, Value
from flake8_greenlet.libraries.sqlalchemy.loading import EMPTY_PLAN, Plan
from flake8_greenlet.libraries.sqlalchemy.mapping import (
    Attribute,
    Column,
    MappedClass,
    Relationship,
)
from flake8_greenlet.libraries.sqlalchemy.polymorphism import Coverage, is_below
from flake8_greenlet.libraries.sqlalchemy.slots import (
    IMMEDIATE,
    LOADED,
    PERSISTENT,
    RAISING_SLOT,
    SELECTIN,
    TRANSIENT,
    UNKNOWN_SLOT,
    Doubtful,
    Fresh,
    Gone,
    HandedIn,
    Inserted,
    Row,
    Slot,
    column_slot,
    doubt,
    empty_slot,
    missing_slot,
    plan_slot,
    slot_beside,
    special_slot,
    strategy_of,
)
from flake8_greenlet.libraries.sqlalchemy.states import (
    ANY,
    EXPIRED_BEFORE,
    InstanceState,
    Kinds,
)
from flake8_greenlet.records import replace


def loaded_names(state: InstanceState) -> frozenset[str]:
    """The relationships and deferred columns that are, or were, there."""
    mapping = state.cls.mapping
    may_be_there: list[Attribute] = [*mapping.relationships]
    may_be_there += [column for column in mapping.columns if column.definition.deferred]
    slots = {attribute.name: state.slot(attribute) for attribute in may_be_there}
    return frozenset(
        name
        for name, slot in slots.items()
        if isinstance(slot.cause, Expired) or (slot.is_loaded and slot.cause is None)
    )


def expire(state: InstanceState, by: str, *, excusing: bool = False) -> InstanceState:
    """The whole object is expired; `excusing` where nobody saw what a commit before it had done."""
    slots = _plain(state)
    for column in state.cls.mapping.columns:
        slot = state.slot(column)
        beside = isinstance(slot.cause, Deferred) and slot.cause.base
        if (isinstance(slot.cause, Generated) or beside) and not slot.is_loaded:
            # It was not there before either, and would not be without the expiry.
            slots[column.name] = slot
    for relation in state.cls.mapping.relationships:
        if state.slot(relation).unknown and special_slot(relation) == RAISING_SLOT:
            # What else the object may be was loaded with it, and so it will be again.
            slots[relation.name] = replace(RAISING_SLOT, unknown=True)
    doubted = excusing and (
        isinstance(state.origin, Doubtful)
        or any(
            state.slot(attribute).doubted or state.slot(attribute).excused
            for attribute in state.cls.mapping.attributes.values()
        )
    )
    gone = Gone(by, loaded_names(state), state.plan, doubted)
    kinds = replace(state.kinds, added={})
    return replace(state, origin=gone, slots=slots, dirty=frozenset(), kinds=kinds)


def _plain(state: InstanceState) -> dict[str, Slot]:
    """What is kept of an object beside its mapped attributes."""
    attributes = state.cls.mapping.attributes
    return {name: slot for name, slot in state.slots.items() if name not in attributes}


def _given(state: InstanceState) -> dict[str, Slot]:
    """What is known of an object, but the empty collections that merely reading it has made."""
    return {name: slot for name, slot in state.slots.items() if not slot.implicit}


def expire_attributes(state: InstanceState, names: frozenset[str], by: str) -> InstanceState:
    """Only these attributes are expired."""
    for name in sorted(names):
        attribute = state.cls.mapping.attributes.get(name)
        if attribute is None:
            continue
        slot = state.slot(attribute)
        cause: Cause = Expired(by)
        if isinstance(attribute, Relationship):
            if not slot.is_loaded and isinstance(slot.cause, NeverLoaded):
                cause = slot.cause
            state = state.with_slot(name, missing_slot(attribute, cause))
        elif isinstance(attribute, Column) and attribute.definition.raiseload:
            state = state.with_slot(name, RAISING_SLOT)
        else:
            state = state.with_slot(name, Slot(cause=cause))
    return state


def without_expired(state: InstanceState) -> InstanceState:
    """What has expired is unknown, for as long as nobody can ask for it."""
    causes = (slot.cause for slot in state.slots.values())
    if not isinstance(state.origin, Gone) and not any(isinstance(c, Expired) for c in causes):
        return state
    for attribute in state.cls.mapping.attributes.values():
        if isinstance(state.slot(attribute).cause, Expired):
            state = state.with_slot(attribute.name, UNKNOWN_SLOT)
    return state


def make_doubtful(state: InstanceState) -> InstanceState:
    """What was loaded may be expired by now."""
    gone = isinstance(state.origin, (Doubtful, Gone))
    origin = state.origin if gone else Doubtful(state.origin)
    attributes = state.cls.mapping.attributes
    slots = {name: doubt(slot, attributes.get(name)) for name, slot in state.slots.items()}
    added = {
        cls: {name: doubt(slot, cls.mapping.attributes.get(name)) for name, slot in of_it.items()}
        for cls, of_it in state.kinds.added.items()
    }
    kinds = replace(state.kinds, added=added)
    return replace(state, origin=origin, slots={**slots, **_plain(state)}, kinds=kinds)


def refreshed(state: InstanceState) -> InstanceState:
    """After `await session.refresh(object)`: columns are there, and what options loaded."""
    plan = state.plan.with_all_columns() if _asks_for_key(state) else state.plan
    origin = Row(plan, loaded_names(state))
    kinds = replace(state.kinds, coverage=None, added={})
    return replace(state, origin=origin, slots=_plain(state), dirty=frozenset(), kinds=kinds)


def brought_back(state: InstanceState) -> InstanceState:
    """A wholly expired object after its row was loaded, with the options that first loaded it;
    where it is expired on some paths only, on the others nothing happens to it.

    A missing collection into which something was put does not come with the row.
    """
    put_into = {
        relation.name: state.slot(relation)
        for relation in state.cls.mapping.relationships
        if relation.name in state.dirty
    }
    if isinstance(state.origin, Gone):
        # What came back, or was written, before its row did stays as it is.
        since = {name: slot for name, slot in _given(state).items() if slot.cause is None}
        back = replace(refreshed(state), origin=state.origin.reloaded())
        return replace(back, slots={**back.slots, **since, **put_into}, dirty=state.dirty)
    row = Row(state.plan.with_all_columns(), loaded_names(state))
    for attribute in state.cls.mapping.attributes.values():
        slot, again = state.slot(attribute), row.slot(attribute)
        if attribute.name in put_into and EXPIRED_BEFORE in state.dirty:
            continue
        if isinstance(slot.cause, Expired) and again.cause is None:
            state = state.with_slot(attribute.name, replace(slot, cause=None).join(again))
    return state


def populated(state: InstanceState, plan: Plan) -> InstanceState:
    """After a query with `populate_existing`: what this one does not load is gone."""
    origin = Row(plan, loaded_names(state), "populate_existing")
    return replace(refreshed(state), origin=origin, plan=plan.again())


def selected_again(
    state: InstanceState, plan: Plan, entity: MappedClass | None = None
) -> InstanceState:
    """A query has brought the row of an object that is there already: what was missing is filled,
    as far as the query loads it, and the rest stays as it was.

    `entity` is the class that was queried, where that is not the object's own.
    """
    if entity is not None and is_below(entity, state.cls):
        state = state.narrowed(entity)
    coverage = Coverage.of(entity or state.cls, plan)
    slots = dict(state.slots)
    for attribute in state.cls.mapping.attributes.values():
        slot = state.slot(attribute)
        relation = attribute if isinstance(attribute, Relationship) else None
        if not slot.is_fillable:
            filled = None if relation is None else _filled_again(relation, state, plan)
            if relation is not None and slot.plans:
                slots[attribute.name] = _come_across(slot, relation, plan)
            elif isinstance(state.origin, Gone) and attribute.name not in state.slots:
                # What is never loaded otherwise: only the options of this query count.
                slots[attribute.name] = filled or slot
            continue
        slots[attribute.name] = slot
        beside = slot_beside(coverage, state.cls, attribute, plan)
        if beside is not None:
            slots[attribute.name] = slot if beside.cause else beside
        elif plan.unknown:
            slots[attribute.name] = UNKNOWN_SLOT
        elif relation is not None:
            filled = _filled_again(relation, state, plan)
            if filled is not None and not filled.raises:
                slots[attribute.name] = filled
        elif isinstance(attribute, Column):
            again = column_slot(attribute, plan)
            if again.cause is None:
                slots[attribute.name] = again
    if isinstance(state.origin, Gone):
        # Its columns are there again: it is not wholly expired any more.
        kinds = replace(state.kinds, coverage=coverage)
        return replace(state, slots=slots, origin=state.origin.reloaded(), kinds=kinds)
    return replace(state, slots=slots, kinds=also(state.kinds, coverage))


def _filled_again(relation: Relationship, state: InstanceState, plan: Plan) -> Slot | None:
    """The slot that a query fills of an object that is there already.

    Where it asks for each object by itself, that goes by the options of the query that first loaded
    the object.
    """
    slot = plan_slot(relation, plan)
    if slot is None or not slot.plans or strategy_of(relation, plan) not in IMMEDIATE:
        return slot
    return UNKNOWN_SLOT if state.plan.unknown else loaded(relation, state, plan.carried_out)


def _come_across(slot: Slot, relation: Relationship, plan: Plan) -> Slot:
    """What a relationship leads to is there already, and nobody has looked at it: a query that
    loads it too comes across it, and loads what else it was told to; but not one that asks for each
    object by itself, as there is nothing to ask for."""
    again = plan_slot(relation, plan)
    if again is None or not again.plans or strategy_of(relation, plan) in IMMEDIATE:
        return slot
    return replace(slot, plans=tuple(plan.come_across(again.plans[0]) for plan in slot.plans))


def also(kinds: Kinds, coverage: Coverage | None) -> Kinds:
    """What is known of the subclasses' attributes after another query that may have brought some
    of them."""
    if kinds.coverage is None or kinds.coverage == coverage:
        return kinds
    return replace(kinds, coverage=kinds.coverage.unsure(), added={})


def fill(state: InstanceState, plan: Plan, entity: MappedClass) -> InstanceState:
    """A query of a class came across an object that is there already: what was missing may be
    filled."""
    coverage = Coverage.of(entity, plan)
    state = replace(state, kinds=also(state.kinds, coverage))
    slots = dict(state.slots)
    for attribute in state.cls.mapping.attributes.values():
        slot = state.slot(attribute)
        if not slot.is_fillable:
            continue
        beside = slot_beside(coverage, state.cls, attribute, plan)
        if beside is not None:
            slots[attribute.name] = slot if beside.cause else beside
        elif isinstance(attribute, Relationship):
            filled = plan_slot(attribute, plan)
            if plan.unknown or (filled is not None and not filled.raises):
                slots[attribute.name] = UNKNOWN_SLOT
            elif attribute.name not in slots:
                slots[attribute.name] = slot
        elif isinstance(attribute, Column):
            found = column_slot(attribute, plan)
            slots[attribute.name] = slot if found.is_fillable and not plan.unknown else UNKNOWN_SLOT
    return replace(state, slots=slots)


def inserted(state: InstanceState, transaction: Address, age: int) -> InstanceState:
    """A pending object after the flush that inserted it, when values were so old."""
    slots: dict[str, Slot] = _plain(state)
    foreign_keys = dict(state.foreign_keys)
    for name, slot in state.slots.items():
        attribute = state.cls.mapping.attributes.get(name)
        if attribute is None or slot.implicit:
            continue
        if isinstance(attribute, Column) and is_sql(slot.value):
            slots[name] = Slot(cause=Generated())
        elif slot.is_loaded or slot.unknown:
            slots[name] = Slot(slot.value, None, slot.unknown, slot.plans)
            if isinstance(attribute, Relationship) and isinstance(slot.cause, NeverLoaded):
                # It was given on one path only; on the others, a key that nobody set leads nowhere.
                if attribute.is_many_to_one is False:
                    slots[name] = slots[name].join(missing_slot(attribute, slot.cause))
    if isinstance(state.origin, HandedIn):
        # What it was given, nobody has seen.
        for relation in state.cls.mapping.relationships:
            slots.setdefault(relation.name, UNKNOWN_SLOT)
    if isinstance(state.origin, Fresh):
        given = {
            column.name
            for relation in state.cls.mapping.relationships
            if relation.name in slots and relation.is_many_to_one is not False
            for column in relation.foreign_key_columns()
        }
        for column in state.cls.mapping.columns:
            definition = column.definition
            if definition.has_foreign_key and column.name not in slots and column.name not in given:
                # Nobody set the key, neither itself nor by a related object.
                unseen = definition.primary_key or ANY in state.dirty
                slots[column.name] = Slot(UNKNOWN if unseen else NONE)
                foreign_keys[column.name] = slots[column.name].value or UNKNOWN
    return replace(
        state,
        phases=PERSISTENT,
        origin=Inserted(state.cls.mapping.eager_defaults),
        slots=slots,
        foreign_keys=foreign_keys,
        dirty=frozenset(),
        inserted_in=transaction,
        born=age if isinstance(state.origin, Fresh) and not _has_key(state) else state.born,
    )


def _has_key(state: InstanceState) -> bool:
    """Whether a new object was given its primary key."""
    return any(
        c.definition.primary_key and c.name in state.slots for c in state.cls.mapping.columns
    )


def as_before_insert(state: InstanceState) -> InstanceState:
    """An object inserted in a transaction that was rolled back: transient, its values kept."""
    slots = {
        name: slot if slot.cause is None else Slot(slot.value) for name, slot in state.slots.items()
    }
    return replace(state, phases=TRANSIENT, session=None, slots=slots, inserted_in=None, born=None)


def loaded(relation: Relationship, state: InstanceState, clock: int | None) -> Slot:
    """A relationship that was loaded by itself, and when: a foreign key of NULL leads to nothing.

    The statement knows by way of which class it has come to the other one, and the options for that
    of the query that first loaded the object, or of each that may have.
    """
    if strategy_of(relation, state.plan) == "noload":
        return empty_slot(relation)
    if relation.is_many_to_one and state.has_no_key(relation):
        return Slot(NONE)
    path = frozenset({relation.owner})
    plans: list[Plan] = []
    for plan in state.plan.choices or (state.plan,):
        _, below = plan.relations.get(relation.name, ("", EMPTY_PLAN))
        if below.again() not in plans:
            plans.append(replace(below.again(), path=path, carried_out=clock))
    return Slot(plans=tuple(plans))


def with_keys(state: InstanceState, relation: Relationship) -> InstanceState:
    """The object after one of its relationships was loaded by itself.

    That brings the primary key along.  A many-to-one needs its foreign key, and where that had
    expired, all expired columns come with it but deferred ones; not if it is loaded by a join.
    """
    strategy = strategy_of(relation, state.plan)
    if relation.is_many_to_one is None:
        # Both tables have keys to each other: perhaps the row has come along.
        columns = (column for column in state.cls.mapping.columns if not column.definition.deferred)
        expired = [c.name for c in columns if isinstance(state.slot(c).cause, Expired)]
        return replace(state, slots={**state.slots, **dict.fromkeys(expired, UNKNOWN_SLOT)})
    by_key = relation.is_many_to_one and strategy not in ("joined", "joinedload")
    foreign = relation.foreign_key_columns() if by_key else []
    whole = any(isinstance(state.slot(column).cause, Expired) for column in foreign)
    for column in state.cls.mapping.columns:
        needed = column.definition.primary_key or column in foreign
        if needed and state.slot(column).cause is not None:
            state = state.with_slot(column.name, LOADED)
    if whole:
        state = with_expired_columns(state)
    if whole and isinstance(state.origin, Gone):
        # The whole row comes, and what is eager with it.
        columns = (c for c in state.cls.mapping.columns if c.definition.deferred)
        deferred = {column.name: state.slot(column) for column in columns}
        origin = state.origin.reloaded()
        state = replace(state, origin=origin, slots={**state.slots, **deferred})
    return state


def with_expired_columns(state: InstanceState) -> InstanceState:
    """The object after an expired column was read: all come back at once, but deferred ones."""
    for column in state.cls.mapping.columns:
        expired = isinstance(state.slot(column).cause, (Expired, Generated))
        if expired and not column.definition.deferred:
            state = state.with_slot(column.name, LOADED)
    return state


def with_group(state: InstanceState, column: Column) -> InstanceState:
    """The object after a deferred column was loaded by itself, which loads all of its group."""
    group = column.definition.group
    for other in state.cls.mapping.columns:
        slot = state.slot(other)
        together = other is column or (group is not None and other.definition.group == group)
        if together and (slot.cause is not None or slot.raises):
            state = state.with_slot(other.name, LOADED)
    return state


def _asks_for_key(state: InstanceState) -> bool:
    """Whether a refresh leaves out the foreign key of what is loaded immediately, or by a second
    SELECT for that key: asking for it brings back all that the refresh has expired."""
    row = Row(state.plan)
    return any(
        row.slot(column).cause is not None
        for relation in state.cls.mapping.relationships
        if relation.is_many_to_one and strategy_of(relation, state.plan) in (*IMMEDIATE, *SELECTIN)
        for column in relation.foreign_key_columns()
    )


def with_immediate_keys(state: InstanceState) -> InstanceState:
    """A row whose foreign keys were left out, but needed for `immediateload` of a many-to-one."""
    for relation in state.cls.mapping.relationships:
        if strategy_of(relation, state.plan) in IMMEDIATE and relation.is_many_to_one:
            for column in relation.foreign_key_columns():
                if state.slot(column).cause is not None:
                    state = state.with_slot(column.name, LOADED)
    return state


def is_sql(value: Value | None) -> bool:
    """Whether an assigned value is an SQL expression, that only the database can work out."""
    from flake8_greenlet.libraries.sqlalchemy.mapping import ClassAttribute, SqlExpression

    return isinstance(value, (SqlExpression, ClassAttribute))


def updated(state: InstanceState) -> InstanceState:
    """A dirty object after the flush, which expires what each flush works out anew even where there
    was no UPDATE."""
    mapping = state.cls.mapping
    result = state
    if state.is_gone and EXPIRED_BEFORE in state.dirty:
        # An UPDATE of an expired object loads its row first, and what is eager with it, and so does
        # what was put into its collections; but not where it was changed on one path and has
        # expired on another.
        known = _given(state) if isinstance(state.origin, Gone) else {}
        result = brought_back(state)
        result = replace(result, slots={**result.slots, **known})
    for column in mapping.columns:
        if column.name in state.dirty:
            if is_sql(state.slot(column).value):
                # What has a default of the database is fetched with the others that have one.
                definition = column.definition
                has_default = not (definition.server_default is definition.onupdate is False)
                fetched = mapping.eager_defaults is True and has_default
                slot = UNKNOWN_SLOT if fetched else Slot(cause=Generated())
                result = result.with_slot(column.name, slot)
            continue
        if column.definition.expression and column.definition.deferred is False:
            result = result.with_slot(column.name, Slot(cause=Generated()))
        elif not state.is_written:
            continue
        elif column.definition.onupdate is not False and mapping.eager_defaults is not True:
            sure = column.definition.onupdate and mapping.is_complete
            slot = Slot(cause=Generated()) if sure else UNKNOWN_SLOT
            result = result.with_slot(column.name, slot)
    return replace(result, dirty=frozenset())
