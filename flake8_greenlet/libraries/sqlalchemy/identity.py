"""The identity map: which object of a session a primary key stands for, as far as it is plain.

Two keys are the same when the source says so: the same constant, the same parameter, the
attribute of the same object.  Source: "Is the Session a cache?", "Simple Relationship Loading".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import NONE, Site
from flake8_greenlet.libraries.sqlalchemy import contents, holding, keys
from flake8_greenlet.libraries.sqlalchemy.keys import Key, Keys
from flake8_greenlet.libraries.sqlalchemy.loading import MENDED_PLAN, UNKNOWN_PLAN, Plan
from flake8_greenlet.libraries.sqlalchemy.mapping import (
    MappedClass,
    Relationship,
)
from flake8_greenlet.libraries.sqlalchemy.slots import (
    HandedIn,
    Phase,
    Row,
    Slot,
    plan_slot,
)
from flake8_greenlet.libraries.sqlalchemy.states import InstanceState
from flake8_greenlet.records import dataclass, replace


def found(address: Address, session: Address | None, site: Site) -> None:
    """There is such a row."""
    state = contents.session_state(session, site)
    if session is not None and state is not None:
        site.store(session, replace(state, found=state.found | {address}))


def is_found(cls: MappedClass, asked: Iterable[Key], session: Address | None, site: Site) -> bool:
    """Whether there is the row of one of these keys on every path, whoever holds its object."""
    state = contents.session_state(session, site)
    there = {} if state is None else {one: site.state(one) for one in state.found}
    known = set(asked) if there else set()
    return any(
        isinstance(held, InstanceState)
        and held.cls.is_related(cls)
        and not known.isdisjoint(keys.primary_keys(address, held))
        for address, held in there.items()
    )


def present(
    cls: MappedClass, key: Key | None, session: Address | None, site: Site
) -> Address | None:
    """The object of this class and key that the session holds for sure."""
    if key is None:
        return None
    for address, state in contents.objects(session, site):
        is_one = state.surely_there and not state.several and state.cls.is_related(cls)
        if (
            is_one
            and key in keys.primary_keys(address, state)
            and not holding.is_over(address, state, site)
        ):
            return address
    return None


def may_be_handed_in(
    cls: MappedClass, key: Key | None, session: Address | None, site: Site
) -> bool:
    """Whether the row of a key may be that of an object whose history nobody knows, such as a
    parameter: it is asked for by that object's key, or by what is named after the object, as
    `user_id` is after `user`.

    A session that was made in sight has only what it was given in sight.
    """
    held = contents.session_state(session, site)
    if key is None or held is None:
        return False
    sessions = {session, None} if held.label is None else {session}
    handed_in = {
        address: state
        for address, state in contents.seen(site)
        if state.phases == {Phase.UNKNOWN}
        and state.session in sessions
        and state.cls.is_related(cls)
    }
    if any(key in keys.primary_keys(address, state) for address, state in handed_in.items()):
        return True
    column = cls.mapping.primary_key
    return column is not None and any(
        getattr(value, "address", None) in handed_in
        and keys.key_of(site.frame.lookup(f"{name}_{column.name}")) == key
        for name, value in site.frame.local_variables()
    )


def all_of(cls: MappedClass, session: Address | None, site: Site) -> Address | None:
    """What stands for all rows of a class, where a list in some variable has them: whatever row of
    it is loaded is one of these."""
    there = contents.objects(session, site)
    if any(state.cls.is_related(cls) and state.was_inserted for _, state in there):
        return None
    for address, state in there:
        stands_for_all = state.cls is cls and state.whole and state.several
        if stands_for_all and state.surely_there and holding.is_listed(address, site):
            if not contents.is_elsewhere_too(address, session, site):
                return address
    return None


def may_be_same(state: InstanceState, key: Key | None, *, several: bool = False) -> bool:
    """Whether an object that is there may be the row, or all of the rows, of this key.

    Of two keys that the source spells differently nobody writes that they are the same.
    """
    if several and not state.several:
        return False
    if _is_older(key, state):
        return False
    return state.several or state.key is None or key is None or state.key == key


def may_bring_back(state: InstanceState, key: Key | None) -> bool:
    """Whether a query for this key, or by other conditions, plausibly brings this very object.

    One row is not many, nor each of many in turn; and what was fetched by its key is not what some
    condition happens to find.
    """
    if key is None:
        return state.key is None
    if _is_older(key, state) or _was_there(key, state.in_turn):
        return False
    return not state.several and state.key is None


def _is_older(key: Key | None, state: InstanceState) -> bool:
    """Whether a key was there before the INSERT that made the object's: then it is another one."""
    return _was_there(key, state.born)


def _was_there(key: Key | None, age: int | None) -> bool:
    """Whether a key is known to be older than that."""
    while isinstance(key, tuple) and len(key) == 3 and key[0] == "get":
        key = key[1]
    return age is not None and isinstance(key, int) and key < age


def born_later(
    owner: MappedClass,
    session: Address | None,
    site: Site,
    missing: Relationship | None = None,
    *,
    written: bool = False,
) -> Iterator[Address]:
    """The objects that no row of a class leads to, because they were made after all of these, or
    all of these of which some relationship is `missing`; or as the rows are `written` by now,
    whatever the next flush makes of them."""
    if not inserts(owner, session, site, missing, written=written):
        for address, state in contents.objects(session, site):
            if state.born is not None:
                yield address


@dataclass(frozen=True)
class Asked:
    """What the source says of the rows that a query asks for."""

    keys: Keys = frozenset()
    """What stands for their primary key, if it asks for one row by it."""
    foreign_keys: Keys = frozenset()
    """What stands for the keys that they lead to."""
    whole: bool = False
    """It asks for all rows of a table."""
    nowhere: frozenset[Relationship] = frozenset()
    """The relationships whose foreign key is known to be NULL."""


def asked_for(address: Address, state: InstanceState) -> Asked:
    """What is known where one object is loaded again."""
    relations = state.cls.mapping.relationships
    nowhere = (r for r in relations if r.is_many_to_one and state.has_no_key(r))
    return Asked(frozenset(keys.primary_keys(address, state)), nowhere=frozenset(nowhere))


def led_to(
    relation: Relationship,
    asked: Asked,
    held: Iterable[tuple[Address, InstanceState]],
    session: Address | None,
    site: Site,
    without: frozenset[Address] = frozenset(),
) -> Iterator[tuple[Address, InstanceState]]:
    """Which of the objects a relationship of what was asked for leads to, as far as the source says
    how they belong together: by a key, by a test or by what was seen to lead to what.

    What the source says nothing of is not led to.  But who writes a key as a constant knows which
    rows there are.
    """
    there = contents.objects(session, site)
    owners = {
        address: state
        for address, state in there
        if state.cls.is_related(relation.owner) and address not in without
    }
    by_key = bool(relation.is_many_to_one)
    columns = relation.foreign_key_columns() if by_key else relation.foreign_keys_of_target()
    known = set(asked.foreign_keys if by_key else asked.keys)
    for address, owner in owners.items():
        known.update(
            keys.foreign_keys(address, owner, columns, site)
            if by_key
            else keys.primary_keys(address, owner)
        )
    seen = {target for owner in owners.values() for target in owner.owners}
    knows_rows = any(map(keys.is_constant, asked.keys))
    for address, state in held:
        own = (
            keys.primary_keys(address, state)
            if by_key
            else keys.foreign_keys(address, state, columns, site)
        )
        given = (state.foreign_keys.get(column.name, NONE) for column in columns)
        if (
            knows_rows
            or keys.is_constant(state.key)
            or not known.isdisjoint(own)
            or not state.owners.isdisjoint(owners)
            or address in seen
            or (asked.whole and not by_key and any(value != NONE for value in given))
        ):
            yield address, state


def is_led_to(
    relation: Relationship,
    owner: tuple[Address, InstanceState],
    other: tuple[Address, InstanceState],
    site: Site,
) -> bool:
    """Whether the keys say that a relationship of one object leads to the other."""
    if relation.is_many_to_one:
        columns = relation.foreign_key_columns()
        return not keys.foreign_keys(*owner, columns, site).isdisjoint(keys.primary_keys(*other))
    columns = relation.foreign_keys_of_target()
    return not keys.foreign_keys(*other, columns, site).isdisjoint(keys.primary_keys(*owner))


def may_hold(
    relation: Relationship,
    target: MappedClass,
    address: Address,
    owner: InstanceState,
    site: Site,
    *,
    expired: bool,
    somewhere: bool,
) -> bool:
    """Whether the identity map plausibly has the target of an object's many-to-one, on every path
    or `somewhere`.

    It holds what some variable holds, and what hangs on that, in the same session; what has
    `expired` is there but has to be loaded again.
    """
    session = contents.session_state(owner.session, site)
    answering: set[Address] = set()
    for other in _plausible(relation, target, address, owner, site, expired=expired):
        if session is None or somewhere or not session.is_of_a_branch(other):
            return True
        answering.add(session.comes_from(other))
    if session is None or not answering:
        return False
    # Where each branch has loaded some of the target's, they may well be the same rows.
    rows = {
        at for at, state in contents.objects(owner.session, site) if state.cls.is_related(target)
    }
    there = answering.union(map(session.comes_from, rows))
    return any(
        each.answers(there, session.comes_from(address))
        for each in session.branches
        if not answering.isdisjoint(each.one | each.other)
    )


def _plausible(
    relation: Relationship,
    target: MappedClass,
    address: Address,
    owner: InstanceState,
    site: Site,
    *,
    expired: bool,
) -> Iterator[Address]:
    """The objects that are the target of an object's many-to-one, or have brought it."""
    own = keys.foreign_keys(address, owner, relation.foreign_key_columns(), site)
    inserted = inserts(owner.cls, owner.session, site, relation, before=address)
    # Where the relationship is missing, it keeps nothing alive.
    missing = site.heap.set(address, owner.with_slot(relation.name, Slot()))
    if _has_among_its_own(relation, owner):
        yield address
    for other, state in contents.seen(site):
        elsewhere = None not in (state.session, owner.session) and state.session != owner.session
        if other == address or elsewhere or state.is_new:
            continue
        answers = _may_answer(state, other, target, own, inserted=inserted)
        if answers and owner.whole and _is_a_stranger(other, state, site):
            # One object is not the target of each row of a table, unless a key says so.
            answers = not own.isdisjoint(keys.primary_keys(other, state))
        if (
            (answers and (expired or not state.surely_comes_back))
            or _brings(state, target, _leading_to(address, owner, state), site)
            or _has_unseen(other, state, target, own, site)
        ):
            if not holding.is_let_go(other, state, site, missing):
                yield other


def _has_among_its_own(relation: Relationship, owner: InstanceState) -> bool:
    """Whether a collection of what belongs to the object is loaded, of which the target of a
    many-to-one may well be one: the current version is one of the versions."""
    return any(
        own.is_collection
        and not own.definition.secondary
        and own.target is relation.target is not owner.cls
        and own.name != relation.name
        and owner.slot(own).is_loaded
        and owner.slot(own).cause is None
        for own in owner.cls.mapping.relationships
    )


def _is_a_stranger(address: Address, state: InstanceState, site: Site) -> bool:
    """Whether this is one object whose history nobody knows, such as a parameter, and not one of
    many that were handed in together."""
    unknown = state.phases == {Phase.UNKNOWN} and not state.several
    return unknown and holding.is_named(address, site) and not holding.is_listed(address, site)


def _has_unseen(
    address: Address, state: InstanceState, target: MappedClass, own: Keys, site: Site
) -> bool:
    """Whether a many-to-one of an object was loaded by itself, nobody has looked at it yet, and it
    leads to the row of one of these keys."""
    return any(
        slot.plans
        and isinstance(relation, Relationship)
        and relation.is_many_to_one is True
        and relation.target is not None
        and relation.target.is_related(target)
        and not own.isdisjoint(
            keys.foreign_keys(address, state, relation.foreign_key_columns(), site)
        )
        for relation, slot in (
            (state.cls.mapping.attributes.get(name), slot) for name, slot in state.slots.items()
        )
    )


def _may_answer(
    state: InstanceState, address: Address, target: MappedClass, own: Keys, *, inserted: bool
) -> bool:
    """Whether an object that is there may be the one of these keys."""
    if not state.cls.is_related(target):
        return False
    if not own.isdisjoint(keys.primary_keys(address, state)):
        return True
    # Rows that were there before it was made do not lead to it, nor do old keys.
    older = any(_is_older(key, state) for key in own)
    return state.key is None and not older and (inserted or not state.was_inserted)


def plans_of(target: MappedClass, session: Address | None, site: Site) -> Iterator[Plan]:
    """The plans by which objects of a class may have come along with those that were noted."""
    for _, state in contents.seen(site):
        for plan in _plans(state) if state.session == session else ():
            yield from brought(state.cls, plan, target)


def _plans(state: InstanceState) -> tuple[Plan, ...]:
    """The plan by which an object was loaded, or those of the paths that have met since."""
    if isinstance(state.origin, HandedIn):
        return state.plan.choices
    if not isinstance(state.origin, Row):
        return ()
    return state.origin.plan.choices or (state.origin.plan,)


def inserts(
    cls: MappedClass,
    session: Address | None,
    site: Site,
    missing: Relationship | None = None,
    before: Address | None = None,
    *,
    written: bool = False,
) -> bool:
    """Whether rows of a class were inserted here, or given another key, which need not be `written`
    yet; only those count of which some relationship is `missing`, if one is given, and that may be
    the row of an object that was loaded later, if one is given: they were made `before` it."""
    return any(
        state.cls.is_related(cls)
        and (
            (state.was_inserted and (before is None or address <= before))
            or (state.is_written and not written)
        )
        and (missing is None or not _is_there(missing, state))
        for address, state in contents.objects(session, site)
    )


def _is_there(relation: Relationship, state: InstanceState) -> bool:
    """Whether what an object leads to is known to be loaded."""
    attribute = state.cls.mapping.attributes.get(relation.name)
    slot = None if attribute is None else state.slot(attribute)
    return slot is not None and slot.is_loaded and slot.cause is None and not slot.unknown


def _leading_to(address: Address, one: InstanceState, state: InstanceState) -> frozenset[str]:
    """The relationships of one object, or of some rows, by which this other `one` has come: they
    brought no more."""
    if state.several and (one.several or one.in_turn is not None):
        return frozenset()
    return frozenset(
        relation.name
        for relation in state.cls.mapping.relationships
        if relation.is_collection is False and relation.name in state.slots
        if _leads_to(address, state.slots[relation.name], surely=state.several)
    )


def _leads_to(address: Address, slot: Slot, *, surely: bool) -> bool:
    """Whether what is known of a relationship is, among others or `surely`, this one object."""
    if slot.value is None or (surely and slot != Slot(slot.value)):
        return False
    found = {getattr(one, "address", None) for one in slot.value.alternatives() if one != NONE}
    return found == {address} if surely else address in found


def _brings(state: InstanceState, target: MappedClass, without: frozenset[str], site: Site) -> bool:
    """Whether objects of a class may have come along with an object, by whichever path it came."""
    plans, gone = _plans(state), frozenset(_leading_nowhere(state, site))
    without |= _with_names(state)
    by_query = bool(plans) and all(
        any(True for _ in brought(state.cls, plan, target, without=without, gone=gone))
        for plan in plans
    )
    return by_query or any(
        any(True for _ in brought(state.cls, plan, target, without=without, gone=others | gone))
        for plan, others in _filled_since(state)
    )


def _filled_since(state: InstanceState) -> Iterator[tuple[Plan, frozenset[str]]]:
    """The relationships that another query than the first has loaded of all rows of a table, and
    that nobody has looked at yet: each as a plan, with the names of the others."""
    names = frozenset(relation.name for relation in state.cls.mapping.relationships)
    for name in names & state.slots.keys() if state.whole else ():
        plans = state.slots[name].plans
        if state.slots[name] == Slot(plans=plans) and len(plans) == 1 and plans[0] != MENDED_PLAN:
            yield Plan(relations={name: ("selectinload", plans[0])}), names - {name}


def _with_names(state: InstanceState) -> frozenset[str]:
    """The relationships of an object that lead to objects with a name: these answer by
    themselves."""
    return frozenset(
        relation.name
        for relation in state.cls.mapping.relationships
        if (slot := state.slots.get(relation.name)) is not None
        and slot.value is not None
        and not (slot.plans or slot.unknown or slot.mended)
        and all(v == NONE or hasattr(v, "address") for v in slot.value.alternatives())
    )


def _leading_nowhere(state: InstanceState, site: Site) -> Iterator[str]:
    """The relationships by which nothing has come that is still there.

    What had come by one that is expired is kept by something else, if at all; and the collections
    of a new row are empty, unless there are other new ones.
    """
    for relation in state.cls.mapping.relationships:
        slot = state.slots.get(relation.name)
        lost = slot is not None and slot.is_fillable and not (slot.is_loaded or slot.unknown)
        if lost or (state.was_inserted and _is_empty(relation, state, site)):
            yield relation.name


def _is_empty(relation: Relationship, state: InstanceState, site: Site) -> bool:
    """Whether a collection of a new row has nothing in it: no old row leads to a new one."""
    return (
        relation.is_collection is True
        and relation.target is not None
        and not inserts(relation.target, state.session, site)
    )


def brought(
    cls: MappedClass,
    plan: Plan,
    target: MappedClass,
    seen: frozenset[MappedClass] = frozenset(),
    without: frozenset[str] = frozenset(),
    gone: frozenset[str] = frozenset(),
) -> Iterator[Plan]:
    """How what a query has loaded besides its entity was loaded, where it may be of a class.

    `without` names relationships of the entity that are known to lead to something else, or back to
    where a query has come from, `gone` those that lead nowhere any more.
    """
    if plan.unknown:
        yield plan
    if plan.unknown or cls in seen:
        return
    seen |= {cls}
    for relation in cls.mapping.relationships:
        slot = plan_slot(relation, plan)
        by_mapper = relation.name not in plan.relations and plan.wildcard is None
        if slot is None or not (slot.plans or (slot.unknown and by_mapper)):
            continue
        if relation.name in gone:
            continue
        if relation.target is None:
            yield UNKNOWN_PLAN
            continue
        below = slot.plans[0] if slot.plans else UNKNOWN_PLAN
        if relation.target.is_related(target) and relation.name not in without:
            yield below
        back = relation.back_reference()
        if back is None or back.is_collection is not False:
            yield from brought(relation.target, below, target, seen)
        elif relation.target not in seen:
            # The author of an author's books is that very author, with more of it.
            yield from brought(relation.target, below, target, seen, frozenset({back.name}))
            again = plan_slot(back, below)
            if again is not None and again.plans:
                around = seen - {cls} | {relation.target}
                yield from brought(cls, again.plans[0], target, around)
