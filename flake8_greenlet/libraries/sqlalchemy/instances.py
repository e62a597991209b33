"""Reads and writes of mapped attributes: the rules of object state.

Source: "Preventing Implicit IO when Using AsyncSession", "State Management".
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from flake8_greenlet.events import (
    AttributeRead,
    Cause,
    Deferred,
    Expired,
    Generated,
    NeverLoaded,
)
from flake8_greenlet.interpreter.classes import ClassValue, Operated, Property, bind
from flake8_greenlet.interpreter.containers import Contents, Sequence
from flake8_greenlet.interpreter.functions import BoundMethod, FunctionValue
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.turns import Elementwise, Turns
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Context,
    Decisive,
    Known,
    Opaque,
    PathEnds,
    Seen,
    Site,
    Value,
    escape,
    join,
)
from flake8_greenlet.libraries.sqlalchemy import identity, mapped_dataclasses
from flake8_greenlet.libraries.sqlalchemy.coroutines import SqlCoroutine
from flake8_greenlet.libraries.sqlalchemy.definitions import Descriptor, Validator
from flake8_greenlet.libraries.sqlalchemy.derived import read_derived, write_derived
from flake8_greenlet.libraries.sqlalchemy.errors import INVALID_REQUEST, READ_ERROR
from flake8_greenlet.libraries.sqlalchemy.loading import EMPTY_PLAN, MENDED_PLAN, Plan
from flake8_greenlet.libraries.sqlalchemy.mappers import SomeName
from flake8_greenlet.libraries.sqlalchemy.mapping import (
    AssociationProxy,
    Attribute,
    Column,
    Composite,
    MappedClass,
    Relationship,
    Unclear,
)
from flake8_greenlet.libraries.sqlalchemy.meeting import come_along, meet_loaded
from flake8_greenlet.libraries.sqlalchemy.polymorphism import Coverage, is_below, subclass_by
from flake8_greenlet.libraries.sqlalchemy.related import (
    MappedObject,
    changed,
    lead_to,
    link_back,
    owned,
    put_in,
    related_objects,
    replace_related,
    written_keys,
)
from flake8_greenlet.libraries.sqlalchemy.states import (
    LOADED,
    UNKNOWN_SLOT,
    Begun,
    Fresh,
    Gone,
    HandedIn,
    InstanceState,
    Kinds,
    Phase,
    Row,
    Slot,
    also,
    brought_back,
    fill,
    inserted,
    loaded,
    plan_slot,
    selected_again,
    updated,
    with_expired_columns,
    with_group,
    with_immediate_keys,
)

ANY = "*"
"""Stands for the column that was changed, where nobody knows which."""

NO_IO = frozenset({"metadata", "registry"})


@dataclass(frozen=True)
class MappedInstance(MappedObject, Operated, Elementwise):
    """The same with what reading and writing its attributes does."""

    def matters(self, site: Site, depth: int) -> bool:
        return True

    def get(self, name: str, site: Site) -> Value:
        cls = self.kind(site)
        attribute = cls.mapping.attributes.get(name)
        if attribute is not None:
            return read(self, attribute, site)
        if name == "awaitable_attrs":
            return AwaitableAttrs(self)
        if name == "__class__":
            return cls
        if name == "__dict__":
            return AttributeNames(self, loaded=True)
        if name in ("__table__", "__mapper__"):
            return cls.get(name, site)
        if name in NO_IO:
            return UNKNOWN
        state = self.state(site)
        if name in state.slots:
            return state.slots[name].value or UNKNOWN
        member = cls.project_class.member(name)
        if isinstance(member, Property):
            value = self._run(member.getter, Arguments([self]), site)
            if member.cached:
                site.store(self.address, self.state(site).with_slot(name, Slot(value)))
            return value
        if member is None or isinstance(member, Descriptor):
            return UNKNOWN
        if isinstance(member, Validator):
            member = member.function
        return bind(member, self, cls)

    def get_any(self, name: Value, site: Site) -> Value:
        # Which column it is that a loop has come to is not known: if all are missing, it is.
        if isinstance(name, SomeName):
            state = self.state(site)
            attributes = [state.cls.mapping.attributes.get(each) for each in name.names]
            if all(a is not None and state.slot(a).cause is not None for a in attributes):
                return self.get(name.names[0], site)
        return UNKNOWN

    def _run(self, function: Value, arguments: Arguments, site: Site) -> Value:
        return function.call(arguments, site)

    def set(self, name: str, value: Value, site: Site) -> None:
        attribute = self.kind(site).mapping.attributes.get(name)
        if attribute is not None:
            write(self, attribute, value, site)
            return
        member = self.kind(site).project_class.member(name)
        if isinstance(member, Property):
            if member.setter is None:
                # A hybrid's `inplace` setter has a name of its own: some column changes.
                self.set_any(value, site)
            else:
                member.setter.call(Arguments([self, value]), site)
            return
        site.store(self.address, self.state(site).with_slot(name, Slot(value)))

    def inherited(self, name: str, site: Site) -> Value:
        if name == "__init__":
            return Builtin(name, lambda given, where: self.initialise(given, where))
        return UNKNOWN

    def initialise(self, arguments: Arguments, site: Site) -> Value:
        """The constructor that declarative classes have, with what dataclasses add to it."""
        if arguments.open_ended or arguments.positional or not self.cls.mapping.is_complete:
            site.store(self.address, replace(self.state(site), origin=HandedIn()))
        for name, value in arguments.keywords.items():
            self.set(name, value, site)
        for relation in self.cls.mapping.relationships():
            if relation.definition.has_default and relation.name not in arguments.keywords:
                empty = Sequence.of((), site) if relation.is_collection else NONE
                put(self, relation, empty, site)
        return NONE

    def set_any(self, value: Value, site: Site) -> None:
        # `setattr(user, key, value)` in a loop over a payload: some column changes.
        state = self.state(site)
        columns = [c.name for c in self.cls.mapping.columns() if not c.definition.primary_key]
        if columns:
            site.store(self.address, changed(state, site, ANY))
            _begin(state, site)
        escape(value, site)

    def delete(self, name: str, site: Site) -> None:
        attribute = self.kind(site).mapping.attributes.get(name)
        if attribute is not None:
            site.store(self.address, self.state(site).with_slot(name, Slot(NONE)))

    def method(self, name: str) -> Value | None:
        for ancestor in self.cls.project_class.lineage:
            written = ancestor.own(name)
            if written is not None:
                return bind(written, self, self.cls)
            given = mapped_dataclasses.generated(ancestor, name)
            if given is not None:
                return BoundMethod(given, self)
        return None

    def is_instance(self, cls: ClassValue, site: Site) -> bool | None:
        """`isinstance(user, cls)`"""
        state = self.state(site)
        if cls in state.cls.project_class.lineage:
            return True
        mapped = cls.world.as_adopted(cls)
        if isinstance(mapped, MappedClass) and is_below(mapped, state.cls):
            return False if state.is_not(mapped) else None
        return None

    def held(self, name: str, site: Site) -> Value | None:
        slot = self.state(site).slots.get(name)
        return None if slot is None else slot.value

    def tested(self, classes: tuple[Value, ...], outcome: bool, site: Site) -> None:
        state = self.state(site)
        known = [c for c in classes if isinstance(c, MappedClass) and is_below(c, state.cls)]
        if not outcome and not state.several:
            kinds = replace(state.kinds, excluded=state.kinds.excluded.union(known))
            site.store(self.address, replace(state, kinds=kinds))
        elif outcome and len(classes) == len(known) == 1:
            site.store(self.address, state.narrowed(known[0]))

    def found_equal(self, name: str, value: Value, site: Site) -> None:
        state = self.state(site)
        cls = subclass_by(state.cls, name, value)
        if cls is not None:
            site.store(self.address, state.narrowed(cls))

    def turned_out(self, site: Site) -> None:
        identity.attach(self.address, self.state(site).session, site)

    def ruled_out(self, site: Site) -> None:
        # There is no such object here: what happens on this path does not happen to it.
        site.forget(self.address)

    def none_there(self, site: Site) -> None:
        state = self.state(site)
        if state.whole and state.several:
            identity.none_there(state.cls, state.session, site)

    def truth(self, site: Site) -> bool | None:
        for name in ("__bool__", "__len__"):
            if self.method(name) is not None:
                return self.special(name, site).truth(site)
        return True if self.cls.mapping.is_complete else None

    def turns(self, site: Site) -> Turns:
        return InstanceTurns(self, site)

    def escape(self, site: Site, seen: Seen) -> None:
        if self.address in seen:
            return
        seen.add(self.address)
        state = self.state(site)
        for slot in state.slots.values():
            if slot.value is not None:
                slot.value.escape(site, seen)
        unknown = frozenset({Phase.UNKNOWN})
        site.store(
            self.address,
            InstanceState(
                state.cls,
                unknown,
                state.session,
                made_at=state.made_at,
                several=state.several,
                kinds=Kinds(state.kinds.widest),
            ),
        )


class InstanceTurns(Turns):
    """Turns over the rows that one summary object stands for.

    A loop around this one, or before it, may have one of the rows in hand: what is so of that row
    may be so of any, and what is done to all of them is done to that one.
    """

    def __init__(self, summary: MappedInstance, site: Site) -> None:
        super().__init__(summary)
        self.summary = summary
        self.done: Address | None = None
        start = summary.state(site)
        self.several = start.several
        self.in_turn = start.in_turn
        self.begun = site.machine.age
        self.others = self._in_hand(start, site)
        self.start = self._any(site)
        self.current = MappedInstance(summary.cls, site.allocate(self.start))
        # Without a turn there is none.
        site.forget(self.current.address)

    def _in_hand(self, state: InstanceState, site: Site) -> list[Address]:
        """The other objects that are known to be among the rows."""
        held = identity.objects(state.session, site) if self.several else ()
        return [address for address, known in held if known.summary == self.summary.address]

    def _any(self, site: Site) -> InstanceState:
        """What is so of any of the rows."""
        state = self.summary.state(site)
        for address in self.others:
            other = site.state(address)
            if isinstance(other, InstanceState) and Phase.UNKNOWN not in other.phases:
                state = state.join(replace(other, several=True))
        return state

    def _one(self, rows: InstanceState) -> InstanceState:
        """What one turn is about."""
        summary = self.summary.address if self.several else rows.summary
        in_turn = self.begun if self.several else self.in_turn
        return replace(rows, several=False, in_turn=in_turn, summary=summary)

    def begin(self, site: Site) -> Value:
        state = self._one(self._any(site))
        site.store(self.current.address, state)
        identity.attach(self.current.address, state.session, site)
        return self.current

    def end(self, site: Site) -> None:
        current = replace(self.current.state(site), several=True)
        if self.done is None:
            self.done = site.allocate(current)
        else:
            before = site.state(self.done)
            joined = current.join(before) if isinstance(before, InstanceState) else current
            site.store(self.done, joined)
        identity.attach(self.done, current.session, site)

    def finish(self, site: Site, *, exhausted: bool) -> None:
        done = None if self.done is None else site.state(self.done)
        if not isinstance(done, InstanceState):
            return
        if not exhausted:
            current = replace(self.current.state(site), several=True)
            done = self._any(site).join(done).join(current)
        for address in self.others:
            other = site.state(address)
            if isinstance(other, InstanceState):
                after = other.changed_as(self.start, done)
                site.store(address, after if exhausted else other.join(after))
        known = {self.current.address, self.done, *self.others}
        for address in self._in_hand(self.start, site) if exhausted else ():
            other = site.state(address)
            if address not in known and isinstance(other, InstanceState):
                # A turn has fetched it, and some turn was about it.
                site.store(address, other.changed_as(self.start, done, untouched=True))
        if self.others:
            done = self.summary.state(site).changed_as(self.start, done)
        done = replace(done, several=self.several, in_turn=self.in_turn, summary=self.start.summary)
        site.store(self.summary.address, done)
        assert self.done is not None
        site.forget(self.done)


@dataclass(frozen=True)
class AwaitableAttrs(Known):
    """`user.awaitable_attrs`: each attribute is a coroutine that loads it."""

    instance: MappedInstance

    def get(self, name: str, site: Site) -> Value:
        def load(where: Site) -> Value:
            attribute = self.instance.kind(where).mapping.attributes.get(name)
            if attribute is None:
                return UNKNOWN
            load_in_greenlet(self.instance, attribute, where)
            return read(self.instance, attribute, where)

        return SqlCoroutine("AsyncAttrs", name, "awaitable_attrs", load, site, quiet=True)


@dataclass(frozen=True)
class AttributeNames(Value):
    """The names of the attributes that are loaded, or of those that are not."""

    instance: MappedInstance
    loaded: bool

    def contains(self, item: Value, site: Site) -> Value:
        if not isinstance(item, Constant):
            return site.opaque()
        state = self.instance.state(site)
        attribute = state.cls.mapping.attributes.get(str(item.value))
        if attribute is None:
            return site.opaque()
        slot = state.slot(attribute)
        if slot.unknown or state.is_new or (slot.is_loaded and slot.cause is not None):
            return Presence(self.instance, (attribute,), self.loaded, site)
        return Constant((slot.cause is None) is self.loaded)


class Presence(Opaque):
    """Whether attributes are there, of which nobody knows: where it is asked, the answer counts.

    `said` is the answer that says that they are.
    """

    __slots__ = ("attributes", "instance", "said")

    def __init__(
        self, instance: MappedInstance, attributes: Iterable[Attribute], said: bool, site: Site
    ) -> None:
        super().__init__(site.opaque().symbol)
        self.instance = instance
        self.attributes = tuple(attributes)
        self.said = said

    def assumed(self, outcome: bool, site: Site) -> None:
        if outcome is not self.said:
            return
        for attribute in self.attributes:
            state = self.instance.state(site)
            slot = state.slot(attribute)
            if slot.cause is not None and (slot.is_loaded or slot.unknown):
                there = state.with_slot(attribute.name, replace(slot, cause=None))
                site.store(self.instance.address, there)


# Making


def construct(cls: MappedClass, arguments: Arguments, site: Site) -> Value:
    """`User(name="ann", posts=[])`: a transient object with what it was given."""
    state = InstanceState(
        cls,
        frozenset({Phase.TRANSIENT}),
        origin=HandedIn() if arguments.open_ended else Fresh(),
        made_at=site.machine.clock,
        kinds=Kinds(exact=True),
    )
    instance = MappedInstance(cls, site.allocate(state))
    identity.note(instance.address, site)
    initializer = cls.project_class.member("__init__")
    if isinstance(initializer, FunctionValue):
        initializer.call(arguments.after(instance), site)
    else:
        instance.initialise(arguments, site)
    return instance


def unknown_instance(cls: MappedClass, site: Site) -> MappedInstance:
    """An object that somebody else has loaded: its contents are their business."""
    state = InstanceState(cls, frozenset({Phase.UNKNOWN}), made_at=site.machine.clock)
    instance = MappedInstance(cls, site.allocate(state))
    identity.note(instance.address, site)
    return instance


def load_row(
    cls: MappedClass,
    plan: Plan,
    session: Address | None,
    site: Site,
    *,
    several: bool = False,
    whole: bool = False,
    in_turn: int | None = None,
    phases: frozenset[Phase] = frozenset({Phase.PERSISTENT}),
    made_at: int | None = None,
    parent: MappedInstance | None = None,
    apart: Iterable[Address] = (),
    key: identity.Key | None = None,
    others: Iterable[Plan] = (),
    noted: bool = True,
) -> MappedInstance:
    """An object that a query has loaded into a session, perhaps by way of its parent.

    `others` are the plans of other statements that may have been the one that was run, `apart` the
    objects that it is not.  It is `noted` unless it is not yet there for others.
    """
    plans = (plan, *others)
    rows = _all_of(cls, session, site)
    if rows is not None and phases == frozenset({Phase.PERSISTENT}):
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
    state = _as_present(state, {*apart, parent and parent.address}, site)
    instance = MappedInstance(cls, site.allocate(state))
    if whole:
        _are_among(instance, session, site)
    identity.attach(instance.address, session, site)
    if noted:
        identity.note(instance.address, site)
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


def loaded_where_missing(
    there: MappedInstance, before: InstanceState, plans: tuple[Plan, ...], site: Site
) -> None:
    """An object that is there on some paths only, after a query for its row: on the others this one
    has loaded it.  `before` is what it was."""
    state = there.state(site)
    if there.address in identity.of_one_path(before.session, site):
        new = InstanceState(
            before.cls,
            before.phases,
            before.session,
            made_at=site.machine.clock,
            in_turn=before.in_turn,
            key=before.key,
        )
        site.store(there.address, state.join(_by_query(new, plans)))
        identity.attach(there.address, before.session, site)


def _are_among(rows: MappedInstance, session: Address | None, site: Site) -> None:
    """The objects in hand are among all rows of their table."""
    elsewhere_only = identity.of_one_branch(session, site)
    for address, state in identity.objects(session, site):
        is_row = state.cls is rows.cls and state.phases == frozenset({Phase.PERSISTENT})
        if not is_row or state.several or address in elsewhere_only:
            continue
        if not identity.is_in_hand(address, site):
            continue
        among = None if state.summary is None else site.state(state.summary)
        if not (isinstance(among, InstanceState) and among.several):
            site.store(address, replace(state, summary=rows.address))


def _all_of(cls: MappedClass, session: Address | None, site: Site) -> MappedInstance | None:
    rows = identity.all_of(cls, session, site)
    return None if rows is None else MappedInstance(cls, rows)


def _any_of(rows: MappedInstance, key: identity.Key | None, site: Site) -> InstanceState:
    """What is so of any of the rows of this key: it may be one that is in hand, and that something
    was taken from since."""
    state = rows.state(site)
    for _, known in identity.objects(state.session, site):
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
    identity.attach(instance.address, state.session, site)
    identity.note(instance.address, site)
    return instance


def row_in_hand(
    cls: MappedClass, key: identity.Key | None, session: Address, site: Site
) -> MappedInstance | None:
    """The row of a key that is not known to be there, where a list in some variable has all rows;
    None where no list does."""
    rows = _all_of(cls, session, site)
    if rows is None:
        return None
    state = _any_of(rows, key, site)
    return _one_of(rows, replace(state, several=False, in_turn=None, key=key), site)


def row_come_along(
    cls: MappedClass, key: identity.Key | None, session: Address, site: Site
) -> tuple[MappedInstance, bool] | None:
    """The row of a key that has come along with something in hand, whose foreign key that is, where
    nobody has looked at it yet; and whether it surely has: there may be nothing in hand."""
    for address, state in _surely_held(session, site) if key is not None else ():
        for relation, slot in _not_looked_at(state, cls):
            columns = relation.foreign_key_columns() if relation.is_many_to_one else []
            if len(columns) != 1:
                continue
            if key in identity.foreign_keys(address, state, columns, site):
                row = load_row(
                    cls,
                    slot.plans[0],
                    session,
                    site,
                    others=slot.plans[1:],
                    in_turn=state.in_turn,
                    made_at=_loaded_at(state, slot.plans),
                    key=key,
                )
                site.store(address, state.with_slot(relation.name, Slot(row)))
                lead_to(MappedInstance(state.cls, address), row, site)
                return row, key == identity.column_symbol(address, columns[0].name)
    return None


def members_come_along(
    cls: MappedClass, foreign_keys: Mapping[str, Value], session: Address | None, site: Site
) -> None:
    """The rows of these foreign keys that have come along with something in hand, in a collection
    that nobody has looked at yet: a query for them finds them there."""
    for address, state in _surely_held(session, site) if foreign_keys else ():
        for relation, slot in _not_looked_at(state, cls):
            columns = relation.foreign_keys_of_target() if relation.is_collection else []
            asked = {identity.key_of(foreign_keys.get(column.name)) for column in columns}
            if not state.several and not asked.isdisjoint(identity.keys(address, state)):
                _loaded_value(MappedInstance(state.cls, address), relation, state, slot, site)


def _surely_held(session: Address | None, site: Site) -> Iterator[tuple[Address, InstanceState]]:
    """The objects that have a row and are in some variable, by themselves or in a list."""
    elsewhere_only = identity.of_one_branch(session, site) | identity.of_one_path(session, site)
    for address, state in identity.objects(session, site):
        surely_there = state.phases == frozenset({Phase.PERSISTENT})
        if surely_there and address not in elsewhere_only and identity.is_held(address, site):
            yield address, state


def _not_looked_at(
    state: InstanceState, target: MappedClass
) -> Iterator[tuple[Relationship, Slot]]:
    """The relationships to a class that were loaded, and that is all."""
    for relation in state.cls.mapping.relationships():
        slot = state.slot(relation)
        loaded_only = slot == Slot(plans=slot.plans) and MENDED_PLAN not in slot.plans
        if relation.target is target and slot.plans and loaded_only:
            yield relation, slot


def _met_again(state: InstanceState, plan: Plan) -> InstanceState:
    """A row that comes along with what it leads to: the posts of a post's author; but not where it
    may lead to nothing, because its foreign key may be NULL."""
    for relation in state.cls.mapping.relationships():
        slot = plan_slot(relation, plan)
        back = relation.back_reference()
        if slot is None or back is None or not (slot.plans and relation.is_many_to_one):
            continue
        again = plan_slot(back, slot.plans[0])
        if again is not None and again.plans:
            met = fill(state, again.plans[0], state.cls)
            columns = () if identity.is_constant(state.key) else relation.foreign_key_columns()
            may_be_null = any(column.definition.nullable for column in columns)
            state = state.join(met) if may_be_null else met
    return state


def _as_present(state: InstanceState, apart: Container[object], site: Site) -> InstanceState:
    """The row may be one that the session holds already: then what is there stays there."""
    of_one_branch = identity.of_one_branch(state.session, site)
    for address, known in identity.objects(state.session, site):
        if address in apart or known.is_new or not known.cls.is_related(state.cls):
            continue
        several = state.several or state.in_turn is not None
        if not identity.may_be_same(known, state.key, several=several):
            continue
        # Among all rows there are others than these; and it may be there on some path only.
        beyond = (state.whole and not known.whole) or address in of_one_branch
        either = _perhaps_as(known, state, site, beyond=beyond)
        if either != state and not identity.is_let_go(address, known, site):
            state = either
    for relation in state.cls.mapping.relationships():
        slot = state.slot(relation)
        if slot.raises and _may_have_come_along(relation, state, site):
            state = state.with_slot(relation.name, replace(slot, unknown=True))
    return state


def _perhaps_as(
    known: InstanceState, state: InstanceState, site: Site, *, beyond: bool
) -> InstanceState:
    """A row that may be an object of which so much is known; `beyond` if it may also be none."""
    if known.cls is not state.cls or known.kinds != state.kinds:
        state = replace(state, kinds=also(state.kinds, known.kinds.coverage))
    for column in state.cls.mapping.columns() if state.key is None else ():
        ours, theirs = state.slot(column), known.slot(column)
        if ours.cause is not None and not theirs.is_missing and not theirs.mended:
            slot = replace(ours, unknown=True) if beyond else UNKNOWN_SLOT
            state = state.with_slot(column.name, slot)
    for relation in state.cls.mapping.relationships():
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


def _may_have_come_along(relation: Relationship, state: InstanceState, site: Site) -> bool:
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
    return tuple(plans[:1]) if all(plan == plans[0] for plan in plans) else ()


# Reading


def read(instance: MappedInstance, attribute: Attribute, site: Site) -> Value:
    """`user.posts`: what the session answers, or the event that it would have to ask."""
    if isinstance(attribute, (Composite, AssociationProxy)):
        return read_derived(attribute, instance, site)
    if isinstance(attribute, Relationship) and attribute.is_large:
        from flake8_greenlet.libraries.sqlalchemy.large_collections import large_collection

        return large_collection(instance, attribute, site)
    state = instance.state(site)
    if identity.is_elsewhere_too(instance.address, state.session, site):
        identity.attach(instance.address, state.session, site)
    slot = state.slot(attribute)
    if isinstance(attribute, Unclear) or (slot.unknown and not slot.is_missing):
        if slot.cause is None and slot.is_loaded:
            return _loaded_value(instance, attribute, state, slot, site)
        return _unknown_value(instance, attribute, site)
    if state.is_new:
        return _read_new(instance, attribute, state, slot, site)
    if slot.raises and not slot.is_loaded:
        if _always_raises(attribute, state, slot):
            raise PathEnds(INVALID_REQUEST)
        return site.opaque()
    if slot.cause is not None:
        if site.context is Context.GREENLET:
            load_in_greenlet(instance, attribute, site)
            return read(instance, attribute, site)
        if _reads_database(instance, attribute, state, slot, site):
            report(instance, attribute, slot.cause, site)
            state = instance.state(site)
            slot = state.slot(attribute)
        elif isinstance(attribute, Relationship) and slot.unheld and site.context is Context.LOOP:
            return _held(instance, attribute, state, slot, site)
        elif not slot.is_loaded:
            return site.opaque()
    return _loaded_value(instance, attribute, state, slot, site)


def _always_raises(attribute: Attribute, state: InstanceState, slot: Slot) -> bool:
    """Whether reading is another error on every path, even if the identity map has the target."""
    if slot.is_loaded or slot.unknown or slot.cause is not None or not state.may_be_persistent:
        return False
    pointer = isinstance(attribute, Relationship) and attribute.is_many_to_one is not False
    return not pointer or getattr(attribute, "lazy", None) == "raise"


def _read_new(
    instance: MappedInstance, attribute: Attribute, state: InstanceState, slot: Slot, site: Site
) -> Value:
    if slot.value is not None:
        return owned(slot.value, instance, attribute)
    if isinstance(state.origin, HandedIn):
        return site.opaque()
    if not isinstance(attribute, Relationship):
        return NONE if isinstance(state.origin, Fresh) else site.opaque()
    if attribute.is_collection is None:
        return site.opaque()
    if not attribute.is_collection:
        return NONE
    empty = Sequence.of((), site)
    site.store(
        instance.address,
        instance.state(site).with_slot(attribute.name, Slot(empty, implicit=True)),
    )
    return owned(empty, instance, attribute)


def _unknown_value(instance: MappedInstance, attribute: Attribute, site: Site) -> Value:
    """A value nobody knows; that of a key is the same wherever it is read."""
    if isinstance(attribute, Column):
        if attribute.definition.has_foreign_key:
            return Decisive(key_symbol(instance, attribute))
        if attribute.definition.primary_key and not instance.state(site).several:
            return Opaque(key_symbol(instance, attribute))
    return site.opaque()


def _loaded_value(
    instance: MappedInstance, attribute: Attribute, state: InstanceState, slot: Slot, site: Site
) -> Value:
    value = slot.value
    if value is UNKNOWN or not slot.is_loaded:
        return _unknown_value(instance, attribute, site)
    if slot.plans and isinstance(attribute, Relationship):
        made = _materialise(instance, attribute, state, slot.plans, site)
        value = made if value is None else join(value, made)
        filled = replace(instance.state(site).slot(attribute), value=value, plans=())
        site.store(instance.address, instance.state(site).with_slot(attribute.name, filled))
    return owned(value or UNKNOWN, instance, attribute)


def _materialise(
    instance: MappedInstance,
    relation: Relationship,
    state: InstanceState,
    plans: tuple[Plan, ...],
    site: Site,
) -> Value:
    """What a query has loaded at the other end of a relationship."""
    target = relation.target
    if target is None or relation.is_collection is None:
        return UNKNOWN
    if relation.is_many_to_one and _has_no_key(instance, relation, state, site):
        return NONE
    if has_no_members(relation, state, site):
        return Sequence.of((), site)
    mended = MENDED_PLAN in plans
    there = None if mended else _pointed_at(instance, relation, state, site)
    if there is not None:
        lead_to(instance, there, site)
        return there
    session = None if mended else state.session
    later = identity.born_later(relation.owner, session, site) if relation.is_many_to_one else ()
    child = load_row(
        target,
        plans[0],
        session,
        site,
        noted=not mended,
        others=plans[1:],
        apart=later,
        several=relation.is_collection or state.several,
        in_turn=state.in_turn,
        phases=state.phases,
        made_at=_loaded_at(state, plans),
        parent=instance,
    )
    link_back(instance, relation, child, site)
    lead_to(instance, child, site)
    if relation.is_collection:
        return Sequence(site.allocate(Contents(None, child)))
    return join(child, NONE)


def _loaded_at(state: InstanceState, plans: tuple[Plan, ...]) -> int:
    """When what hangs on an object was loaded (`Machine.clock`)."""
    return state.made_at if plans[0].carried_out is None else plans[0].carried_out


def _pointed_at(
    instance: MappedInstance, relation: Relationship, state: InstanceState, site: Site
) -> MappedInstance | None:
    """The object that the session has for the foreign key, where the source says that it has."""
    columns = relation.foreign_key_columns() if relation.is_many_to_one else []
    if relation.target is None or len(columns) != 1:
        return None
    for key in identity.foreign_keys(instance.address, state, columns, site):
        there = identity.present(relation.target, key, state.session, site)
        if there is not None:
            return MappedInstance(relation.target, there)
    return None


def _reads_database(
    instance: MappedInstance, attribute: Attribute, state: InstanceState, slot: Slot, site: Site
) -> bool:
    """Whether reading what is missing does IO here, for sure on some path."""
    if site.context not in (Context.LOOP, Context.THREAD):
        return False
    if not state.may_be_persistent:
        return False
    session = identity.session_state(state.session, site)
    if session is None or not session.is_async or session.failed:
        return False
    if isinstance(attribute, Relationship) and slot.unheld:
        # The identity map answers only as long as the foreign key is there.
        return _lacks_key(attribute, state) or not may_be_held(instance, attribute, state, site)
    return True


def _lacks_key(relation: Relationship, state: InstanceState) -> bool:
    """Whether the foreign key of a many-to-one is surely not there itself."""
    columns = relation.foreign_key_columns()
    if not columns:
        return isinstance(state.origin, Gone)
    slots = [state.slot(column) for column in columns]
    return any(slot.is_missing for slot in slots)


def may_be_held(
    instance: MappedInstance,
    relation: Relationship,
    state: InstanceState,
    site: Site,
    *,
    expired: bool = False,
) -> bool:
    """Whether the identity map plausibly answers a many-to-one, perhaps with what has `expired`.

    It does for a foreign key of None, and for a target that some variable holds.
    """
    target = relation.target
    if target is None or _has_no_key(instance, relation, state, site):
        return True
    return identity.may_hold(relation, target, instance.address, state, site, expired=expired)


def _held(
    instance: MappedInstance,
    relation: Relationship,
    state: InstanceState,
    slot: Slot,
    site: Site,
) -> Value:
    """What the identity map plausibly answers: some object that is there, however it was loaded.

    Where the relationship was loaded, on another path, it is what it was.
    """
    target = relation.target
    if target is None:
        return site.opaque()
    there = _loaded_value(instance, relation, state, slot, site) if slot.is_loaded else NONE
    if _has_no_key(instance, relation, state, site):
        return there
    plan, *others = identity.plans_of(target, state.session, site) or (EMPTY_PLAN,)
    held = load_row(
        target,
        plan,
        state.session,
        site,
        several=state.several,
        phases=state.phases,
        made_at=state.made_at,
        parent=instance,
        apart=frozenset(identity.born_later(state.cls, state.session, site, relation)),
    )
    known = held.state(site)
    for other in others:
        known = fill(known, other, target)
    site.store(held.address, known)
    value = join(join(held, NONE), there)
    site.store(instance.address, instance.state(site).with_slot(relation.name, Slot(value)))
    return value


def _has_no_key(
    instance: MappedInstance, relation: Relationship, state: InstanceState, site: Site
) -> bool:
    """Whether the foreign key is known to be NULL on this path."""
    facts = site.heap.facts
    for column in relation.foreign_key_columns():
        if state.foreign_keys.get(column.name) == NONE:
            return True
        symbol = key_symbol(instance, column)
        if facts.get(symbol) is False or facts.get(("is", symbol, NONE.identity())) is True:
            return True
    return False


def key_symbol(instance: MappedInstance, column: Column) -> object:
    """What stands for the value of a foreign key column in the facts of a path."""
    return identity.column_symbol(instance.address, column.name)


def report(instance: MappedInstance, attribute: Attribute, cause: Cause, site: Site) -> None:
    """Tell that the attribute is not there; from here on it counts as loaded."""
    state = instance.state(site)
    slot = state.slot(attribute)
    made_at = state.made_at
    session = identity.session_state(state.session, site)
    if cause == Expired("commit()") and session is not None:
        # Who made the session has decided what a commit does.
        made_at = min(made_at, session.made_at)
    # Loading it is what mends it.
    _begin(state, site)
    site.emit(
        AttributeRead(
            state.cls.name,
            attribute.name,
            attribute.kind,
            cause,
            state.cls.mapping.has_awaitable_attrs is True,
            not (isinstance(attribute, Relationship) and attribute.is_upward),
            _spelling(attribute, site),
        ),
        made_at=made_at,
    )
    if isinstance(cause, Expired) or (isinstance(cause, Deferred) and cause.base):
        # One finding stands for all that the same operation has taken from the object, and for
        # all that a query of its base class has left out.
        sure = not (slot.is_loaded or slot.otherwise or _may_be_set(attribute, state))
        state = _given_back(state, cause, everywhere=sure)
    mended = _nothing_yet(attribute, state, slot, site) or _mended(attribute, slot)
    site.store(instance.address, state.with_slot(attribute.name, mended))


def _may_be_set(attribute: Attribute, state: InstanceState) -> bool:
    """Whether it may be what `setattr(user, key, value)` has set: then reading it has brought
    nothing back."""
    if not isinstance(attribute, Column) or attribute.definition.primary_key:
        return False
    return ANY in state.dirty


def _nothing_yet(attribute: Attribute, state: InstanceState, slot: Slot, site: Site) -> Slot | None:
    """What is loaded of a collection of an object that was inserted here, where that is nothing."""
    if not isinstance(attribute, Relationship) or not isinstance(slot.cause, NeverLoaded):
        return None
    if slot.is_loaded or slot.unknown or slot.otherwise:
        return None
    return Slot(Sequence.of((), site)) if has_no_members(attribute, state, site) else None


def has_no_members(relation: Relationship, state: InstanceState, site: Site) -> bool:
    """Whether nothing belongs to an object, which was inserted here and its members were not."""
    target = relation.target
    if not state.was_inserted or state.several or not relation.is_collection or target is None:
        return False
    owners = (site.state(owner) for owner in state.owners)
    if any(isinstance(owner, InstanceState) and owner.cls.is_related(target) for owner in owners):
        return False
    return not identity.inserts(target, state.session, site)


def _begin(state: InstanceState, site: Site) -> None:
    """Loading something begins a transaction of the session, and so does a change."""
    session = identity.session_state(state.session, site)
    if session is not None and state.session is not None:
        site.store(state.session, replace(session, begun=Begun.YES))


def _mended(attribute: Attribute, slot: Slot) -> Slot:
    """An attribute after its finding: it is there, as what it is where it was there before.

    How else a relationship will be loaded is for whoever mends it.
    """
    if slot.is_loaded:
        # Where it was None, it was not missing.
        plans = (MENDED_PLAN,) if slot.value == NONE and not slot.plans else slot.plans
        return replace(slot, cause=None, unknown=False, otherwise=None, plans=plans)
    found = Slot(plans=(MENDED_PLAN,)) if isinstance(attribute, Relationship) else LOADED
    return replace(found, mended=True)


def _given_back(state: InstanceState, cause: Cause, *, everywhere: bool = True) -> InstanceState:
    """The object with all that is missing for a cause; but where that is not so on every path, what
    is missing on all of them still is on the others."""
    slots = dict(state.slots)
    origin = state.origin
    if isinstance(origin, Gone) and isinstance(cause, Expired):
        origin = origin.reloaded()
    for attribute in state.cls.mapping.attributes.values():
        slot = state.slot(attribute)
        if attribute.name not in slots and isinstance(origin.slot(attribute).cause, Deferred):
            # Its query had left it out, and so does the one that brings the row back.
            continue
        if slot.cause == cause:
            mended = _mended(attribute, slot)
            if slot.otherwise is not None:
                slot = mended.join(Slot(cause=slot.otherwise, unheld=slot.unheld))
            elif everywhere or slot.is_loaded or slot.unknown:
                slot = mended
            else:
                slot = slot.join(mended)
        slots[attribute.name] = slot
    return replace(state, origin=origin, slots=slots)


def _spelling(attribute: Attribute, site: Site) -> str | None:
    """The variable that holds the object where its attribute is read.

    Inside of its own methods that is `self`, which nobody knows where the read is told.
    """
    node = site.node
    if isinstance(node, ast.Attribute) and node.attr == attribute.name:
        is_told_here = not (site.frame.transparent and site.frame.caller)
        if isinstance(node.value, ast.Name) and is_told_here:
            return node.value.id
    return None


def load_in_greenlet(instance: MappedInstance, attribute: Attribute, site: Site) -> None:
    """What a lazy load inside a greenlet leaves behind.

    A wholly expired object comes back as after `refresh()`.
    """
    state = instance.state(site)
    slot = state.slot(attribute)
    if not slot.is_missing or state.is_new:
        return
    _begin(state, site)
    pointer = attribute if isinstance(attribute, Relationship) and slot.unheld else None
    asked = pointer is None or not may_be_held(instance, pointer, state, site)
    if asked:
        from flake8_greenlet.libraries.sqlalchemy.unit_of_work import flush_before_loading

        before = site.machine.heap
        flush_before_loading(state.session, site)
        if (slot.is_loaded or slot.unknown) and site.machine.heap is not before:
            # Where it is there, nobody is asked.
            site.machine.heap = before.join(site.machine.heap)
        state = instance.state(site)
        slot = state.slot(attribute)
        if not slot.is_missing:
            return
        if site.machine.raises is not None:
            # The database may refuse, and then nothing has happened.
            site.machine.raises.add(site.machine.heap, READ_ERROR)
    if isinstance(attribute, Column) and attribute.definition.deferred:
        site.store(instance.address, with_group(state, attribute))
        return
    if state.is_gone:
        state = brought_back(state)
        site.store(instance.address, state)
        come_along(instance, state.plan, site)
        state = instance.state(site)
        slot = state.slot(attribute)
    elif isinstance(attribute, Column) and isinstance(slot.cause, (Expired, Generated)):
        site.store(instance.address, with_expired_columns(state))
        return
    base = getattr(slot.cause, "base", None)
    by_key = isinstance(attribute, Relationship) and attribute.is_many_to_one is not False
    if base is not None and (by_key or isinstance(attribute, Column)):
        # All columns that the query of the base class has left out come together.
        state = _given_back(state, Deferred(base))
        site.store(instance.address, state)
    if isinstance(attribute, Relationship):
        if slot.cause is not None:
            found = _nothing_yet(attribute, state, slot, site) or loaded(
                attribute, state, site.machine.clock
            )
            site.store(instance.address, state.with_slot(attribute.name, found))
            meet_loaded(instance, attribute, found.plans, site)
    elif slot.cause is not None:
        site.store(instance.address, state.with_slot(attribute.name, Slot(UNKNOWN)))


# Writing


def write(instance: MappedInstance, attribute: Attribute, value: Value, site: Site) -> None:
    """`user.name = …`, `user.posts = […]`: some attributes read first what they replace."""
    if isinstance(attribute, (Composite, AssociationProxy)):
        write_derived(attribute, instance, value, site)
        return
    if isinstance(attribute, Relationship) and attribute.is_large:
        from flake8_greenlet.libraries.sqlalchemy.large_collections import replaced

        replaced(instance, attribute, site)
    value = _validated(instance, attribute, value, site)
    if _reads_what_it_replaces(attribute):
        state = instance.state(site)
        slot = state.slot(attribute)
        if slot.cause is not None and slot.is_missing and not state.is_new:
            if site.context is not Context.GREENLET and _reads_database(
                instance, attribute, state, slot, site
            ):
                report(instance, attribute, slot.cause, site)
    put(instance, attribute, value, site)


def _reads_what_it_replaces(attribute: Attribute) -> bool:
    """Collections do, keys (the UPDATE has to find the row), and what keeps its history."""
    if isinstance(attribute, Column):
        return attribute.definition.primary_key or attribute.definition.active_history
    return isinstance(attribute, Relationship) and attribute.is_collection is True


def _validated(instance: MappedInstance, attribute: Attribute, value: Value, site: Site) -> Value:
    """What `@validates` makes of an assigned value; those of collections validate each item."""
    validator = instance.kind(site).mapping.validators.get(attribute.name)
    if validator is None or (isinstance(attribute, Relationship) and attribute.is_collection):
        return value
    return validator.call(Arguments([instance, Constant(attribute.name), value]), site)


def put(instance: MappedInstance, attribute: Attribute, value: Value, site: Site) -> None:
    """Store an attribute's new value, and the other side of a relationship."""
    if _leads_there(instance, attribute, value, site):
        # The next flush comes by, but has no UPDATE for it.
        state = changed(instance.state(site), site, attribute.name)
        site.store(instance.address, state)
        _begin(state, site)
        return
    if isinstance(attribute, Relationship):
        replace_related(instance, attribute, value, site)
    state = instance.state(site)
    state = state.with_slot(attribute.name, Slot(value))
    if isinstance(attribute, Column):
        state = changed(state, site, attribute.name)
        if attribute.definition.has_foreign_key:
            state = replace(state, foreign_keys={**state.foreign_keys, attribute.name: value})
    else:
        state = changed(state, site, *written_keys(attribute))
        if isinstance(attribute, Relationship):
            state = identity.pointed_at(state, attribute, value)
    site.store(instance.address, state)
    _begin(state, site)
    if isinstance(attribute, Relationship):
        for other in related_objects(value, site):
            put_in(instance, attribute, other, site)


def _leads_there(instance: MappedInstance, attribute: Attribute, value: Value, site: Site) -> bool:
    """Whether a relationship is assigned the one object that it leads to already.

    What may be None as well is hardly ever assigned where it is.
    """
    slot = instance.state(site).slot(attribute)
    if not isinstance(attribute, Relationship) or slot != Slot(slot.value):
        return False
    now, before = (related_objects(one, site) for one in (value, slot.value))
    if attribute.is_collection is not False or len(now) != 1 or now != before:
        return False
    target = now[0].state(site)
    return not target.several and target.in_turn is None


def touched(state: InstanceState, site: Site) -> InstanceState:
    """A new object's implicit empty collections, made real by an `append`."""
    for name, slot in state.slots.items():
        if slot.implicit and isinstance(slot.value, Sequence):
            if slot.value.contents(site).items != ():
                state = state.with_slot(name, Slot(slot.value))
    return state


def _load_keys(state: InstanceState, site: Site) -> None:
    """An INSERT needs the keys of what the object leads to: what is wholly expired is loaded."""
    for relation in state.cls.mapping.relationships():
        slot = state.slots.get(relation.name)
        for other in related_objects(None if slot is None else slot.value, site):
            target = other.state(site)
            if relation.is_many_to_one and target.is_gone:
                site.store(other.address, brought_back(target))


def _find_to_delete(instance: MappedInstance, attribute: Attribute, site: Site) -> None:
    """A flush that deletes an object loads what is missing of it, but what is only viewed.

    For the target of a many-to-one it asks the identity map and nobody else.  What that answers
    counts as loaded, even where reading it would have been an error.
    """
    state = instance.state(site)
    slot = state.slot(attribute)
    relation = attribute if isinstance(attribute, Relationship) else None
    if relation is not None and relation.definition.is_view:
        return
    if relation is None or not relation.is_many_to_one or relation.may_cascade("delete"):
        if slot.cause is not None:
            site.store(instance.address, state.with_slot(attribute.name, UNKNOWN_SLOT))
    elif slot.is_fillable and may_be_held(instance, relation, state, site):
        persistent = replace(state, phases=frozenset({Phase.PERSISTENT}))
        held = _held(instance, relation, persistent, replace(slot, unheld=True), site)
        found = replace(slot, cause=None, raises=False).join(Slot(held))
        site.store(instance.address, instance.state(site).with_slot(relation.name, found))


def flush_one(instance: MappedInstance, transaction: Address, site: Site) -> None:
    """What a flush does to one object of the session."""
    state = instance.state(site)
    if Phase.PENDING in state.phases:
        _load_keys(state, site)
    if state.phases == frozenset({Phase.PENDING}):
        site.store(instance.address, inserted(touched(state, site), transaction, site.machine.age))
    elif Phase.PENDING in state.phases and Phase.UNKNOWN not in state.phases:
        # Pending on some paths only: on these it is inserted, on the others it stays.
        pending = replace(state, phases=frozenset({Phase.PENDING}))
        other = replace(state, phases=state.phases - {Phase.PENDING})
        other = updated(other) if state.dirty else other
        site.store(
            instance.address,
            inserted(touched(pending, site), transaction, site.machine.age).join(other),
        )
    elif state.phases == frozenset({Phase.DELETED}):
        # To delete it, the flush has loaded its row, and what its cascades lead to.
        if state.is_gone:
            state = selected_again(state, EMPTY_PLAN)
        site.store(instance.address, state)
        for attribute in state.cls.mapping.attributes.values():
            _find_to_delete(instance, attribute, site)
    elif state.dirty and Phase.PERSISTENT in state.phases:
        site.store(instance.address, updated(state))
