"""The rows that a query loads: new objects, or those that the session holds already.

Source: "Is the Session a cache?", "Relationship Loading Techniques".
"""

from __future__ import annotations

import functools
from collections.abc import Container, Iterable, Iterator

from flake8_greenlet.events import Expired
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import UNKNOWN, Site
from flake8_greenlet.libraries.sqlalchemy import contents, holding, identity, keys
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.libraries.sqlalchemy.loading import MENDED_PLAN, Plan
from flake8_greenlet.libraries.sqlalchemy.mapping import Column, MappedClass, Relationship
from flake8_greenlet.libraries.sqlalchemy.polymorphism import Coverage
from flake8_greenlet.libraries.sqlalchemy.related import lead_to, related_objects
from flake8_greenlet.libraries.sqlalchemy.slots import (
    PERSISTENT,
    UNKNOWN_SLOT,
    Phase,
    Row,
    Slot,
    plan_slot,
    takes_what_is_there,
)
from flake8_greenlet.libraries.sqlalchemy.states import InstanceState, Kinds
from flake8_greenlet.libraries.sqlalchemy.transitions import (
    also,
    fill,
    selected_again,
    with_immediate_keys,
)
from flake8_greenlet.records import replace


def load_row(
    cls: MappedClass,
    plan: Plan,
    session: Address | None,
    site: Site,
    *,
    several: bool = False,
    whole: bool = False,
    in_turn: int | None = None,
    phases: frozenset[Phase] = PERSISTENT,
    made_at: int | None = None,
    parent: MappedInstance | None = None,
    apart: Iterable[Address] = (),
    key: keys.Key | None = None,
    others: Iterable[Plan] = (),
    noted: bool = True,
) -> MappedInstance:
    """An object that a query has loaded into a session, perhaps by way of its parent.

    `others` are the plans of other statements that may have been the one that was run, `apart` the
    objects that it is not.  It is `noted` unless it is not yet there for others.
    """
    plans = (plan, *others)
    rows = _all_of(cls, session, site)
    if rows is not None and phases == PERSISTENT:
        known = rows.state(site) if whole else _any_of(rows, key, site)
        state = functools.reduce(
            InstanceState.join, (selected_again(known, each, cls) for each in plans)
        )
        if whole:
            site.store(rows.address, state)
            return rows
        return _one_of(rows, replace(state, several=several, in_turn=in_turn, key=key), site)
    state = InstanceState(
        cls,
        phases,
        session,
        made_at=site.machine.clock if made_at is None else made_at,
        several=several,
        in_turn=in_turn,
        whole=whole,
        key=key,
    )
    state = _by_query(state, plans)
    if identity.may_be_handed_in(cls, key, session, site):
        state = _with_what_others_loaded(state)
    state = _as_present(state, {*apart, parent and parent.address}, site)
    instance = MappedInstance(cls, site.allocate(state))
    if whole:
        _are_among(instance, session, site)
    contents.attach(instance.address, session, site)
    if parent is not None:
        contents.come_from(instance.address, parent.address, session, site)
    if noted:
        contents.note(instance.address, site)
    return instance


def _by_query(state: InstanceState, plans: tuple[Plan, ...]) -> InstanceState:
    """A new object as one of these plans has loaded it."""
    plan, *others = plans
    kinds = Kinds(coverage=Coverage.of(state.cls, plan))
    state = replace(state, origin=Row(plan), plan=plan.again(), kinds=kinds)
    for other in others:
        kinds = Kinds(coverage=Coverage.of(state.cls, other))
        state = state.join(replace(state, origin=Row(other), plan=other.again(), kinds=kinds))
    return _met_again(with_immediate_keys(state), plan)


def _with_what_others_loaded(state: InstanceState) -> InstanceState:
    """A row that may be there already: what the query leaves out, its session may have."""
    for attribute in state.cls.mapping.attributes.values():
        if state.slot(attribute).is_fillable:
            state = state.with_slot(attribute.name, UNKNOWN_SLOT)
    return state


def loaded_where_missing(
    there: MappedInstance, before: InstanceState, plans: tuple[Plan, ...], site: Site
) -> None:
    """An object that is there on some paths only, after a query for its row: on the others this one
    has loaded it.  `before` is what it was."""
    state = there.state(site)
    if there.address in contents.of_one_path(before.session, site):
        new = InstanceState(
            before.cls,
            before.phases,
            before.session,
            made_at=site.machine.clock,
            in_turn=before.in_turn,
            key=before.key,
        )
        site.store(there.address, state.join(_by_query(new, plans)))
        contents.attach(there.address, before.session, site)


def _are_among(rows: MappedInstance, session: Address | None, site: Site) -> None:
    """The objects in hand are among all rows of their table."""
    elsewhere_only = contents.of_one_branch(session, site)
    for address, state in contents.objects(session, site):
        is_row = state.cls is rows.cls and state.surely_there
        if not is_row or state.several or address in elsewhere_only:
            continue
        if not holding.is_in_hand(address, site):
            continue
        if state.summary is None or not holding.is_listed(state.summary, site):
            site.store(address, replace(state, summary=rows.address))


def _all_of(cls: MappedClass, session: Address | None, site: Site) -> MappedInstance | None:
    rows = identity.all_of(cls, session, site)
    return None if rows is None else MappedInstance(cls, rows)


def _any_of(rows: MappedInstance, key: keys.Key | None, site: Site) -> InstanceState:
    """What is so of any of the rows of this key: it may be one that is in hand, and that something
    was taken from since."""
    state = rows.state(site)
    for _, known in contents.objects(state.session, site):
        if known.summary != rows.address or not identity.may_be_same(known, key):
            continue
        for attribute in state.cls.mapping.attributes.values():
            ours, theirs = state.slot(attribute), known.slot(attribute)
            if ours.is_loaded and isinstance(theirs.cause, Expired) and theirs.cause != ours.cause:
                state = state.with_slot(attribute.name, ours.join(theirs))
    return state


def _one_of(rows: MappedInstance, state: InstanceState, site: Site) -> MappedInstance:
    """An object, in this state, that is one of those that a summary stands for."""
    slots = {
        name: replace(slot, value=UNKNOWN)
        if slot.value is not None and isinstance(rows.cls.mapping.attributes.get(name), Column)
        else slot
        for name, slot in state.slots.items()
    }
    state = replace(state, slots=slots, whole=False, summary=rows.address)
    instance = MappedInstance(rows.cls, site.allocate(state))
    contents.attach(instance.address, state.session, site)
    contents.note(instance.address, site)
    return instance


def row_in_hand(
    cls: MappedClass, key: keys.Key | None, session: Address, site: Site
) -> MappedInstance | None:
    """The row of a key that is not known to be there, where a list in some variable has all rows;
    None where no list does."""
    rows = _all_of(cls, session, site)
    if rows is None:
        return None
    state = _any_of(rows, key, site)
    return _one_of(rows, replace(state, several=False, in_turn=None, key=key), site)


def row_come_along(
    cls: MappedClass, key: keys.Key | None, session: Address, site: Site
) -> tuple[MappedInstance, bool] | None:
    """The row of a key that has come along with something in hand, whose foreign key that is, where
    nobody has looked at it yet; and whether it surely has: there may be nothing in hand."""
    row, surely = None, False
    for address, state, relation, slot in list(come_along_unseen(cls, session, site)):
        columns = relation.foreign_key_columns() if relation.is_many_to_one else []
        if key is None or len(columns) != 1:
            continue
        if key not in keys.foreign_keys(address, state, columns, site):
            continue
        if row is None:
            row = load_row(
                cls,
                slot.plans[0],
                session,
                site,
                others=slot.plans[1:],
                in_turn=state.in_turn,
                made_at=loaded_at(state, slot.plans),
                key=key,
            )
        elif not takes_what_is_there(relation, state.plan):
            # The first query has loaded it, and those that came after have met it there.
            known = row.state(site)
            again = (selected_again(known, plan) for plan in slot.plans)
            site.store(row.address, functools.reduce(InstanceState.join, again))
        site.store(address, state.with_slot(relation.name, Slot(row)))
        lead_to(MappedInstance(state.cls, address), row, site)
        surely |= key == keys.column_symbol(address, columns[0].name)
    return None if row is None else (row, surely)


def come_along_unseen(
    target: MappedClass, session: Address | None, site: Site
) -> Iterator[tuple[Address, InstanceState, Relationship, Slot]]:
    """The relationships to a class that were loaded, and that is all, of the objects that have a
    row and are in some variable, by themselves or in a list."""
    for address, state in contents.objects(session, site):
        if not state.surely_there or contents.is_elsewhere_too(address, session, site):
            continue
        unseen = list(_loaded_unseen(state, target))
        # Going through the variables is what takes its time.
        if unseen and holding.is_held(address, site):
            for relation, slot in unseen:
                yield address, state, relation, slot


def _loaded_unseen(
    state: InstanceState, target: MappedClass
) -> Iterator[tuple[Relationship, Slot]]:
    for relation in state.cls.mapping.relationships:
        slot = state.slot(relation)
        loaded_only = slot == Slot(plans=slot.plans) and MENDED_PLAN not in slot.plans
        if relation.target is target and slot.plans and loaded_only:
            yield relation, slot


def _met_again(state: InstanceState, plan: Plan) -> InstanceState:
    """A row that comes along with what it leads to: the posts of a post's author; but not where it
    may lead to nothing, because its foreign key may be NULL."""
    for relation in state.cls.mapping.relationships:
        slot = plan_slot(relation, plan)
        back = relation.back_reference()
        if slot is None or back is None or not (slot.plans and relation.is_many_to_one):
            continue
        again = plan_slot(back, slot.plans[0])
        if again is not None and again.plans:
            met = fill(state, again.plans[0], state.cls)
            columns = () if keys.is_constant(state.key) else relation.foreign_key_columns()
            may_be_null = any(column.definition.nullable for column in columns)
            state = state.join(met) if may_be_null else met
    return state


def _as_present(state: InstanceState, apart: Container[object], site: Site) -> InstanceState:
    """The row may be one that the session holds already: then what is there stays there."""
    for address, known in contents.objects(state.session, site):
        if address in apart or known.is_new or not known.cls.is_related(state.cls):
            continue
        several = state.several or state.in_turn is not None
        if not identity.may_be_same(known, state.key, several=several):
            continue
        # Among all rows there are others than these; and it may be there on some path only.
        others = state.whole and (not known.whole or _has_grown(address, known, site))
        beyond = others or contents.is_elsewhere_too(address, state.session, site)
        either = _perhaps_as(known, state, site, beyond=beyond)
        if either != state and not holding.is_over(address, known, site):
            state = either
    for relation in state.cls.mapping.relationships:
        slot = state.slot(relation)
        if slot.raises and may_have_come_along(relation, state, site):
            state = state.with_slot(relation.name, replace(slot, unknown=True))
    return state


def _has_grown(rows: Address, state: InstanceState, site: Site) -> bool:
    """Whether a row was inserted since all rows of a table were loaded, and nothing refers to its
    object: then the next query loads that anew."""
    return any(
        other.kinds.exact
        and other.cls is state.cls
        and other.surely_there
        and (other.let_go_somewhere or holding.is_let_go(address, other, site))
        for address, other in contents.objects(state.session, site)
        if address > rows
    )


def _perhaps_as(
    known: InstanceState, state: InstanceState, site: Site, *, beyond: bool
) -> InstanceState:
    """A row that may be an object of which so much is known; `beyond` if it may also be none."""
    if known.cls is not state.cls or known.kinds != state.kinds:
        state = replace(state, kinds=also(state.kinds, known.kinds.coverage))
    for column in state.cls.mapping.columns if state.key is None else ():
        ours, theirs = state.slot(column), known.slot(column)
        if ours.cause is not None and not theirs.is_missing and not theirs.mended:
            slot = replace(ours, unknown=True) if beyond else UNKNOWN_SLOT
            state = state.with_slot(column.name, slot)
    for relation in state.cls.mapping.relationships:
        ours, theirs = state.slot(relation), known.slot(relation)
        if theirs.mended:
            # Unless it is that row, this is another finding.
            continue
        if ours.is_fillable and (theirs.is_loaded or theirs.unknown):
            missing = theirs.is_missing and not ours.unknown
            base = ours if missing or beyond else Slot()
            slot = replace(base, unknown=True, plans=_plans_of(theirs, site))
            state = state.with_slot(relation.name, slot)
    return state


def may_have_come_along(relation: Relationship, state: InstanceState, site: Site) -> bool:
    """Whether the row may be one that others have brought, with what a relationship leads to."""
    found = (
        UNKNOWN_SLOT if plan.unknown else plan_slot(relation, plan)
        for plan in identity.plans_of(state.cls, state.session, site)
    )
    return any(slot is not None and not slot.raises for slot in found)


def _plans_of(slot: Slot, site: Site) -> tuple[Plan, ...]:
    """How what a relationship leads to was loaded, where that is one way."""
    plans = list(slot.plans)
    for other in related_objects(slot.value, site):
        origin = other.state(site).origin
        if not isinstance(origin, Row):
            return ()
        plans.append(origin.plan)
    # If it is that row: so nobody knows when.
    same = all(plan == plans[0] for plan in plans)
    return tuple(replace(plan, carried_out=None) for plan in plans[:1]) if same else ()


def loaded_at(state: InstanceState, plans: tuple[Plan, ...]) -> int:
    """When what hangs on an object was loaded (`Machine.clock`)."""
    return state.made_at if plans[0].carried_out is None else plans[0].carried_out
