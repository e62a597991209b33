"""The identity map: which object of a session a primary key stands for, as far as it is plain.

Two keys are the same when the source says so: the same constant, the same parameter, the
attribute of the same object.  Source: "Is the Session a cache?", "Simple Relationship Loading".
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from flake8_greenlet.interpreter.containers import Sequence
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.references import kept, reached, referred
from flake8_greenlet.interpreter.values import NONE, Constant, Opaque, Site, Value
from flake8_greenlet.libraries.sqlalchemy.loading import UNKNOWN_PLAN, Plan
from flake8_greenlet.libraries.sqlalchemy.mapping import (
    Column,
    MappedClass,
    Relationship,
)
from flake8_greenlet.libraries.sqlalchemy.session_states import Claim, SessionState
from flake8_greenlet.libraries.sqlalchemy.slots import (
    Doubtful,
    Gone,
    HandedIn,
    Inserted,
    Phase,
    Row,
    Slot,
    plan_slot,
)
from flake8_greenlet.libraries.sqlalchemy.states import InstanceState

Key = object
Keys = frozenset[Key]


def key_of(value: Value | None) -> Key | None:
    """What identifies a value, so that two occurrences of it can be seen to be the same."""
    if isinstance(value, Constant):
        return None if value.value is None else value.identity()
    return value.symbol if isinstance(value, Opaque) else None


def is_constant(key: Key | None) -> bool:
    """Whether the source spells a key out: who does that knows which rows there are."""
    return isinstance(key, tuple) and isinstance(key[0], type)


def column_symbol(address: Address, column: str) -> Key:
    """What stands for the value of a key column of an object."""
    return ("key", address, column)


def keys(address: Address, state: InstanceState) -> Iterator[Key]:
    """All that is known to be an object's primary key."""
    if state.key is not None:
        yield state.key
    column = state.cls.mapping.primary_key
    if column is not None:
        yield column_symbol(address, column.name)
        slot = state.slots.get(column.name)
        given = None if slot is None else key_of(slot.value)
        if given is not None:
            yield given


def pointed_at(state: InstanceState, relation: Relationship, target: Value) -> InstanceState:
    """The object after one of its relationships was assigned: the flush copies the key."""
    columns = {column.name for column in relation.foreign_key_columns()}
    kept = {name: value for name, value in state.foreign_keys.items() if name not in columns}
    return replace(state, foreign_keys={**kept, **keys_to(relation, target)})


def keys_to(relation: Relationship, target: Value) -> Mapping[str, Value]:
    """The foreign keys by which a relationship leads to a target, as far as they are plain."""
    columns = relation.foreign_key_columns()
    objects = [one for one in target.alternatives() if one != NONE]
    if len(objects) == 1:
        # What may be None as well is hardly ever assigned where it is.
        target = objects[0]
    cls = getattr(target, "cls", None)
    key = cls.mapping.primary_key if isinstance(cls, MappedClass) else None
    if len(columns) == 1 and target == NONE:
        return {columns[0].name: NONE}
    if len(columns) == 1 and key is not None:
        address: Address = target.address  # type: ignore[attr-defined]
        return {columns[0].name: Opaque(column_symbol(address, key.name))}
    return {}


def session_state(session: Address | None, site: Site) -> SessionState | None:
    """What is known of a session on this path; None where nobody knows which one it is."""
    state = None if session is None else site.state(session)
    return state if isinstance(state, SessionState) else None


def objects(session: Address | None, site: Site) -> list[tuple[Address, InstanceState]]:
    """The objects that a session holds on this path."""
    state = session_state(session, site)
    found = []
    for address in sorted(state.objects) if state is not None else ():
        held = site.state(address)
        if isinstance(held, InstanceState):
            found.append((address, held))
    return found


def of_one_branch(session: Address | None, site: Site) -> frozenset[Address]:
    """The objects that a session has on one of the paths that have met here, and on the other none
    of their class."""
    state = session_state(session, site)
    groups = () if state is None else state.of_one_branch
    return frozenset().union(*groups)


def of_one_path(session: Address | None, site: Site) -> frozenset[Address]:
    """The objects that a session has on some of the paths only that have met here."""
    state = session_state(session, site)
    return state.of_one_path if state is not None else frozenset()


def claim(address: Address, session: Address | None, site: Site) -> None:
    """A new object is to be inserted with what it has in unique columns; of NULL there may be any
    number."""
    held, state = session_state(session, site), site.state(address)
    if session is None or held is None or not isinstance(state, InstanceState):
        return
    claims = {
        Claim(address, state.cls, column.name, key)
        for column in state.cls.mapping.columns()
        if column.definition.unique
        and (slot := state.slots.get(column.name)) is not None
        and slot == Slot(slot.value)
        and (key := key_of(slot.value)) is not None
    }
    if claims:
        site.store(session, replace(held, claims=held.claims | claims))


def unclaim(address: Address, column: str, session: Address | None, site: Site) -> None:
    """A unique column of an object is given something else."""
    held = session_state(session, site)
    if session is not None and held is not None and held.claims:
        rest = (one for one in held.claims if (one.address, one.column) != (address, column))
        site.store(session, replace(held, claims=frozenset(rest)))


def is_claimed_twice(session: Address | None, site: Site) -> bool:
    """Whether something is to be inserted with what another row surely has in a unique column."""
    held = session_state(session, site)
    phases: dict[object, set[frozenset[Phase]]] = {}
    for one in () if held is None else held.claims:
        state = site.state(one.address)
        if isinstance(state, InstanceState) and state.phases in ({Phase.PENDING}, _HAS_ROW):
            what = one.cls, one.column, one.key
            before = phases.setdefault(what, set())
            if before and Phase.PENDING in {*state.phases}.union(*before):
                return True
            before.add(state.phases)
    return False


_HAS_ROW = frozenset({Phase.PERSISTENT})


def is_elsewhere_too(address: Address, session: Address | None, site: Site) -> bool:
    """Whether there are paths on which the session does not have the object."""
    return any(address in some(session, site) for some in (of_one_branch, of_one_path))


def none_there(cls: MappedClass, session: Address | None, site: Site) -> None:
    """A list of all rows of a table has turned out to be empty: what a query has found of it is not
    there on this path."""
    state = session_state(session, site)
    if session is not None and state is not None:
        site.store(session, replace(state, without_rows=state.without_rows | {cls}))
    for address, held in objects(session, site):
        if held.cls is cls and held.surely_there and not (held.several or held.was_inserted):
            site.forget(address)


def has_no_rows(cls: MappedClass, session: Address | None, site: Site) -> bool:
    """Whether a table was empty, and nothing was put into it since."""
    state = session_state(session, site)
    if state is None or cls not in state.without_rows:
        return False
    there = objects(session, site)
    return not any(held.cls.is_related(cls) and not held.several for _, held in there)


def found(address: Address, session: Address | None, site: Site) -> None:
    """There is such a row."""
    state = session_state(session, site)
    if session is not None and state is not None:
        site.store(session, replace(state, found=state.found | {address}))


def is_found(cls: MappedClass, asked: Iterable[Key], session: Address | None, site: Site) -> bool:
    """Whether there is the row of one of these keys on every path, whoever holds its object."""
    state = session_state(session, site)
    there = {} if state is None else {one: site.state(one) for one in state.found}
    known = set(asked) if there else set()
    return any(
        isinstance(held, InstanceState)
        and held.cls.is_related(cls)
        and not known.isdisjoint(keys(address, held))
        for address, held in there.items()
    )


def show(address: Address, session: Address | None, site: Site) -> None:
    """An object is there, because it is read."""
    if is_elsewhere_too(address, session, site):
        attach(address, session, site)
    _take_branch(address, session, site)


def _take_branch(address: Address, session: Address | None, site: Site) -> None:
    """Where only one branch has loaded an object that is there, that one was taken."""
    state = session_state(session, site)
    if session is not None and state is not None and state.is_of_a_branch(address):
        came_from = state.comes_from(address)
        branches = frozenset(each.with_seen(came_from) for each in state.branches)
        site.store(session, replace(state, branches=branches))


def come_from(address: Address, origin: Address, session: Address | None, site: Site) -> None:
    """An object has come by way of another one, and is there where that is."""
    state = session_state(session, site)
    if session is not None and state is not None and state.is_of_a_branch(origin):
        along = {**state.along, address: state.comes_from(origin)}
        site.store(session, replace(state, along=along))


def attach(address: Address, session: Address | None, site: Site) -> None:
    """The session knows the object from now on."""
    _take_branch(address, session, site)
    state = session_state(session, site)
    if session is None or state is None:
        return
    instance = site.state(address)
    if address in state.of_one_path:
        state = replace(state, of_one_path=state.of_one_path - {address})
        site.store(session, state)
    if any(address in group for group in state.of_one_branch):
        # On this path, that branch was taken.
        cls = state.objects.get(address)
        others = frozenset(
            frozenset(one for one in group if state.objects.get(one) is not cls)
            for group in state.of_one_branch
            if address not in group
        )
        site.store(session, replace(state, of_one_branch=others - {frozenset()}))
    elif address not in state.objects and isinstance(instance, InstanceState):
        objects = {**state.objects, address: instance.cls}
        site.store(session, replace(state, objects=objects))


def present(
    cls: MappedClass, key: Key | None, session: Address | None, site: Site
) -> Address | None:
    """The object of this class and key that the session holds for sure."""
    if key is None:
        return None
    for address, state in objects(session, site):
        is_one = state.surely_there and not state.several and state.cls.is_related(cls)
        if is_one and key in keys(address, state) and not is_over(address, state, site):
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
    held = session_state(session, site)
    if key is None or held is None:
        return False
    sessions = {session, None} if held.label is None else {session}
    handed_in = {
        address: state
        for address, state in _seen(site)
        if state.phases == {Phase.UNKNOWN}
        and state.session in sessions
        and state.cls.is_related(cls)
    }
    if any(key in keys(address, state) for address, state in handed_in.items()):
        return True
    column = cls.mapping.primary_key
    return column is not None and any(
        getattr(value, "address", None) in handed_in
        and key_of(site.frame.lookup(f"{name}_{column.name}")) == key
        for name, value in site.frame.local_variables()
    )


def is_over(address: Address, state: InstanceState, site: Site) -> bool:
    """Whether an object has left the session because nothing refers to it any more.  Then only
    other paths say what is so of it."""
    if not state.let_go and is_let_go(address, state, site):
        state = replace(state, let_go=True)
        site.store(address, state)
    return state.let_go


def all_of(cls: MappedClass, session: Address | None, site: Site) -> Address | None:
    """What stands for all rows of a class, where a list in some variable has them: whatever row of
    it is loaded is one of these."""
    there = objects(session, site)
    elsewhere_only = of_one_branch(session, site)
    inserted = any(state.cls.is_related(cls) and state.was_inserted for _, state in there)
    for address, state in there:
        stands_for_all = state.cls is cls and state.whole and state.several
        if not inserted and stands_for_all and state.surely_there and address not in elsewhere_only:
            if is_listed(address, site):
                return address
    return None


def is_listed(address: Address, site: Site) -> bool:
    """Whether a list in some variable is of these objects: the session itself keeps none."""
    return any(
        getattr(element, "address", None) == address
        for variable in site.frame.variables()
        for value in variable.alternatives()
        if isinstance(value, Sequence)
        for element in value.contents(site).each().alternatives()
    )


def _standing_for(address: Address, site: Site) -> list[tuple[Value, ...]]:
    """Of each variable that may hold an object, all that it may hold: the session itself keeps
    none."""
    held = (tuple(variable.alternatives()) for variable in site.frame.variables())
    return [
        values
        for values in held
        if any(getattr(value, "address", None) == address for value in values)
    ]


def is_in_hand(address: Address, site: Site) -> bool:
    """Whether some variable holds an object."""
    return bool(_standing_for(address, site))


def may_be_none(address: Address, site: Site) -> bool:
    """Whether every variable that may hold an object may hold nothing as well: nobody has found out
    yet whether it is there."""
    found = _standing_for(address, site)
    return bool(found) and all(NONE in values for values in found)


def is_held(address: Address, site: Site) -> bool:
    """Whether some variable holds an object, by itself or in a list."""
    return is_in_hand(address, site) or is_listed(address, site)


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


def leads_to_some(state: InstanceState, cls: MappedClass | None) -> bool:
    """Whether an object that has a row belongs to some row of a class: its foreign key was given,
    or cannot be NULL."""
    columns = [
        relation.foreign_key_columns()
        for relation in state.cls.mapping.relationships()
        if relation.is_many_to_one and relation.target is cls
    ]
    return any(
        column.definition.nullable is False
        or key_of(state.foreign_keys.get(column.name)) is not None
        for column in itertools.chain(*columns)
    )


def may_lead_to(state: InstanceState, foreign_keys: Mapping[str, Value]) -> bool:
    """Whether an object may have these foreign keys: one that was constructed in sight has those
    that it was given there, and otherwise none."""
    if not state.kinds.exact:
        return True
    unknown = {name for name, slot in state.slots.items() if slot.unknown}
    return all(
        name in unknown or key_of(state.foreign_keys.get(name)) == key_of(value)
        for name, value in foreign_keys.items()
    )


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
) -> Iterator[Address]:
    """The objects that no row of a class leads to, because they were made after all of these, or
    all of these of which some relationship is `missing`."""
    if not inserts(owner, session, site, missing):
        for address, state in objects(session, site):
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
    there = objects(session, site)
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
            foreign_keys(address, owner, columns, site) if by_key else keys(address, owner)
        )
    seen = {target for owner in owners.values() for target in owner.owners}
    knows_rows = any(map(is_constant, asked.keys))
    for address, state in held:
        own = keys(address, state) if by_key else foreign_keys(address, state, columns, site)
        given = (state.foreign_keys.get(column.name, NONE) for column in columns)
        if (
            knows_rows
            or is_constant(state.key)
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
        return not foreign_keys(*owner, columns, site).isdisjoint(keys(*other))
    columns = relation.foreign_keys_of_target()
    return not foreign_keys(*other, columns, site).isdisjoint(keys(*owner))


def foreign_keys(
    address: Address, state: InstanceState, columns: Iterable[Column], site: Site
) -> Keys:
    """All that stands for the value of an object's foreign key."""
    found: set[Key] = set()
    for column in columns:
        symbol = column_symbol(address, column.name)
        found.add(symbol)
        found.update(compared_keys(symbol, site))
        given = key_of(state.foreign_keys.get(column.name))
        if given is not None:
            found.add(given)
    return frozenset(found)


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
    session = session_state(owner.session, site)
    answering: set[Address] = set()
    for other in _plausible(relation, target, address, owner, site, expired=expired):
        if session is None or somewhere or not session.is_of_a_branch(other):
            return True
        answering.add(session.comes_from(other))
    if session is None or not answering:
        return False
    # Where each branch has loaded some of the target's, they may well be the same rows.
    rows = {at for at, state in objects(owner.session, site) if state.cls.is_related(target)}
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
    own = foreign_keys(address, owner, relation.foreign_key_columns(), site)
    inserted = inserts(owner.cls, owner.session, site, relation)
    for other, state in _seen(site):
        elsewhere = None not in (state.session, owner.session) and state.session != owner.session
        if other == address or elsewhere or state.is_new:
            continue
        answers = _may_answer(state, other, target, own, inserted=inserted)
        if (
            (answers and (expired or not state.surely_comes_back))
            or _brings(state, target, _leading_to(address, state))
            or _has_unseen(other, state, target, own, site)
        ):
            if not is_let_go(other, state, site):
                yield other


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
        and not own.isdisjoint(foreign_keys(address, state, relation.foreign_key_columns(), site))
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
    if not own.isdisjoint(keys(address, state)):
        return True
    # Rows that were there before it was made do not lead to it, nor do old keys.
    older = any(_is_older(key, state) for key in own)
    return state.key is None and not older and (inserted or not state.was_inserted)


def is_let_go(address: Address, state: InstanceState, site: Site) -> bool:
    """Whether nothing refers any more to an object that has a row: the identity map is weak.

    What goes round in a circle stays until somebody collects it.
    """
    if not state.surely_there or state.several or state.in_turn is not None:
        return False
    origin = state.origin.before if isinstance(state.origin, Doubtful) else state.origin
    # What either of two statements has loaded has none of these origins.
    loaded = isinstance(origin, (Row, Inserted, Gone)) or bool(state.plan.choices)
    if state.dirty or not loaded:
        # What has changed, the session keeps.
        return False
    held = kept(site.heap, but=lambda cell: isinstance(cell, (InstanceState, SessionState)))
    if address in held or state.summary in held:
        return False
    return address not in reached(referred(state), site.heap)


def plans_of(target: MappedClass, session: Address | None, site: Site) -> Iterator[Plan]:
    """The plans by which objects of a class may have come along with those that were noted."""
    for _, state in _seen(site):
        for plan in _plans(state) if state.session == session else ():
            yield from brought(state.cls, plan, target)


def _plans(state: InstanceState) -> tuple[Plan, ...]:
    """The plan by which an object was loaded, or those of the paths that have met since."""
    if isinstance(state.origin, HandedIn):
        return state.plan.choices
    return (state.origin.plan,) if isinstance(state.origin, Row) else ()


def compared_keys(symbol: Key, site: Site) -> Iterator[Key]:
    """What a key was found to be equal to on this path: `if post.author_id == user.id:`"""
    for condition, outcome in site.heap.facts.items():
        if outcome and isinstance(condition, tuple) and condition[0] == "is":
            _, left, right = condition
            if left == symbol:
                yield right
            elif right == symbol:
                yield left


def note(address: Address, site: Site) -> None:
    """Remember that this entry point has seen an object: some variable may hold it."""
    site.machine.notes[("instance", address)] = True


def _seen(site: Site) -> Iterator[tuple[Address, InstanceState]]:
    """Every object that was noted and that there is on this path."""
    for kind, address in site.machine.notes:
        if kind == "instance" and isinstance(address, int):
            state = site.state(address)
            if isinstance(state, InstanceState):
                yield address, state


def inserts(
    cls: MappedClass, session: Address | None, site: Site, missing: Relationship | None = None
) -> bool:
    """Whether rows of a class were inserted here, or given another key; only those count of which
    some relationship is `missing`, if one is given."""
    return any(
        state.cls.is_related(cls)
        and (state.was_inserted or state.is_written)
        and (missing is None or not _is_there(missing, state))
        for _, state in objects(session, site)
    )


def _is_there(relation: Relationship, state: InstanceState) -> bool:
    """Whether what an object leads to is known to be loaded."""
    attribute = state.cls.mapping.attributes.get(relation.name)
    slot = None if attribute is None else state.slot(attribute)
    return slot is not None and slot.is_loaded and slot.cause is None and not slot.unknown


def _leading_to(address: Address, state: InstanceState) -> frozenset[str]:
    """The relationships of one object by which this other one has come: they brought no more."""
    if state.several:
        return frozenset()
    return frozenset(
        relation.name
        for relation in state.cls.mapping.relationships()
        if relation.is_collection is False and relation.name in state.slots
        for value in (state.slots[relation.name].value or NONE).alternatives()
        if getattr(value, "address", None) == address
    )


def _brings(state: InstanceState, target: MappedClass, without: frozenset[str]) -> bool:
    """Whether objects of a class may have come along with an object, by whichever path it came."""
    plans = _plans(state)
    return bool(plans) and all(
        any(True for _ in brought(state.cls, plan, target, without=without)) for plan in plans
    )


def brought(
    cls: MappedClass,
    plan: Plan,
    target: MappedClass,
    seen: frozenset[MappedClass] = frozenset(),
    without: frozenset[str] = frozenset(),
) -> Iterator[Plan]:
    """How what a query has loaded besides its entity was loaded, where it may be of a class.

    `without` names relationships of the entity that are known to lead to something else.
    """
    if plan.unknown:
        yield plan
    if plan.unknown or cls in seen:
        return
    seen |= {cls}
    for relation in cls.mapping.relationships():
        slot = plan_slot(relation, plan)
        by_mapper = relation.name not in plan.relations and plan.wildcard is None
        if slot is None or not (slot.plans or (slot.unknown and by_mapper)):
            continue
        if relation.target is None:
            yield UNKNOWN_PLAN
            continue
        below = slot.plans[0] if slot.plans else UNKNOWN_PLAN
        if relation.target.is_related(target) and relation.name not in without:
            yield below
        yield from brought(relation.target, below, target, seen)
