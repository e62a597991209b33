"""Objects of mapped classes as values: what they answer, and loops over many of them.

What reading and writing their attributes does is in `reading` and `writing`.
Source: "State Management", "Preventing Implicit IO when Using AsyncSession".
"""

from __future__ import annotations

from collections.abc import Iterable

from flake8_greenlet.events import Expired, NoAwaitableAttrs
from flake8_greenlet.interpreter.classes import ClassValue, Operated, Property, bind
from flake8_greenlet.interpreter.containers import Sequence
from flake8_greenlet.interpreter.functions import BoundMethod, FunctionValue
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.turns import Elementwise, Turns
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Opaque,
    Seen,
    Site,
    Value,
    escape,
)
from flake8_greenlet.libraries.sqlalchemy import contents, holding, identity, mapped_dataclasses
from flake8_greenlet.libraries.sqlalchemy.definitions import Descriptor, Validator
from flake8_greenlet.libraries.sqlalchemy.listeners import INIT, heard
from flake8_greenlet.libraries.sqlalchemy.mappers import SomeName
from flake8_greenlet.libraries.sqlalchemy.mapping import Attribute, MappedClass, Relationship
from flake8_greenlet.libraries.sqlalchemy.polymorphism import is_below, subclass_by
from flake8_greenlet.libraries.sqlalchemy.related import MappedObject, changed
from flake8_greenlet.libraries.sqlalchemy.slots import (
    TRANSIENT,
    UNKNOWN_SLOT,
    Fresh,
    HandedIn,
    Phase,
    Slot,
)
from flake8_greenlet.libraries.sqlalchemy.states import ANY, InstanceState, Kinds
from flake8_greenlet.records import dataclass, replace

NO_IO = frozenset({"metadata", "registry"})


@dataclass(frozen=True)
class MappedInstance(MappedObject, Operated, Elementwise):
    """The same with what reading and writing its attributes does."""

    def matters(self, site: Site, depth: int) -> bool:
        return True

    def get(self, name: str, site: Site) -> Value:
        from flake8_greenlet.libraries.sqlalchemy.reading import read

        cls = self.kind(site)
        attribute = cls.mapping.attributes.get(name)
        if attribute is not None:
            return read(self, attribute, site)
        if name == "awaitable_attrs" and cls.project_class.member(name) is None:
            return self._awaitable_attrs(site)
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
        project_class = cls.project_class
        member = project_class.member(name) or project_class.from_outside(name, site)
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

    def _awaitable_attrs(self, site: Site) -> Value:
        from flake8_greenlet.libraries.sqlalchemy.reading import AwaitableAttrs

        cls = self.kind(site)
        if cls.mapping.has_awaitable_attrs is False:
            # It is told once; what would have happened goes on.
            site.emit(NoAwaitableAttrs(cls.name))
        return AwaitableAttrs(self)

    def has(self, name: str, site: Site) -> bool:
        """Whether the object has an attribute of this name."""
        cls = self.kind(site)
        known = name in cls.mapping.attributes or name in self.state(site).slots
        return known or cls.project_class.member(name) is not None

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
        from flake8_greenlet.libraries.sqlalchemy.writing import write

        attribute = self.kind(site).mapping.attributes.get(name)
        if attribute is not None:
            write(self, attribute, value, site)
            heard(self, name, site)
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
        from flake8_greenlet.libraries.sqlalchemy.writing import put

        mapping = self.cls.mapping
        is_filled = not mapping.is_complete or INIT in mapping.listened
        if arguments.open_ended or arguments.positional or is_filled:
            site.store(self.address, replace(self.state(site), origin=HandedIn()))
        for name, value in arguments.keywords.items():
            self.set(name, value, site)
        for relation in self.cls.mapping.relationships:
            if relation.definition.has_default and relation.name not in arguments.keywords:
                empty = Sequence.of((), site) if relation.is_collection else NONE
                put(self, relation, empty, site)
        return NONE

    def set_any(self, value: Value, site: Site) -> None:
        # `setattr(user, key, value)` in a loop over a payload: some column changes, and where there
        # is only one, it is that.
        state = self.state(site)
        columns = [
            column.name
            for column in self.cls.mapping.columns
            if not (column.definition.primary_key or column.definition.expression)
        ]
        if len(columns) == 1 and self.cls.mapping.is_complete:
            self.set(columns[0], site.opaque(), site)
        elif columns:
            # It may be a foreign key that nobody had given.
            given = {name: key for name, key in state.foreign_keys.items() if key != NONE}
            names = [ANY]
            causes = [state.slot(self.cls.mapping.attributes[name]).cause for name in columns]
            if None not in causes and any(isinstance(cause, Expired) for cause in causes):
                # What is given to an object of which all has expired is put back, all of it.
                names += columns
                put_back = dict.fromkeys(columns, UNKNOWN_SLOT)
                state = replace(state, slots={**state.slots, **put_back})
            site.store(self.address, changed(replace(state, foreign_keys=given), site, *names))
        escape(value, site)

    def delete(self, name: str, site: Site) -> None:
        attribute = self.kind(site).mapping.attributes.get(name)
        if attribute is None:
            return
        state = self.state(site)
        slot = state.slot(attribute)
        to_one = isinstance(attribute, Relationship) and attribute.is_collection is not True
        if to_one or slot.is_loaded or slot.unknown or not slot.is_missing:
            site.store(self.address, state.with_slot(name, Slot(NONE)))
        # What is missing stays so: the next read asks for it.

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
        session = self.state(site).session
        contents.attach(self.address, session, site)
        identity.found(self.address, session, site)

    def ruled_out(self, site: Site) -> None:
        # There is no such object here: what happens on this path does not happen to it.
        site.forget(self.address)

    def replaced(self, site: Site) -> None:
        holding.is_over(self.address, self.state(site), site)

    def none_there(self, site: Site) -> None:
        state = self.state(site)
        if state.whole and state.several:
            contents.none_there(state.cls, state.session, site)

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
        site.store(self.address, state.forgotten())


class InstanceTurns(Turns):
    """Turns over the rows that one summary object stands for.

    A loop around this one, or before it, may have one of the rows in hand: what is so of that row
    may be so of any, and what is done to all of them is done to that one.  What is done to that one
    by a name of its own is done to no other.
    """

    def __init__(self, summary: MappedInstance, site: Site) -> None:
        super().__init__(summary)
        self.summary = summary
        self.done: Address | None = None
        self.begun_as: InstanceState | None = None
        start = summary.state(site)
        self.several = start.several
        self.in_turn = start.in_turn
        self.begun = site.machine.age
        self.others = self._in_hand(start, site)
        self.start = self._any(site)
        self.current = MappedInstance(summary.cls, site.allocate(self.start))
        self.before = site.allocate(self.start)
        # Without a turn there is none.
        site.forget(self.current.address)
        site.forget(self.before)

    def _in_hand(self, state: InstanceState, site: Site) -> list[Address]:
        """The other objects that are known to be among the rows."""
        held = contents.objects(state.session, site) if self.several else ()
        return [address for address, known in held if known.summary == self.summary.address]

    def _any(self, site: Site) -> InstanceState:
        """What is so of any of the rows."""
        state = self.summary.state(site)
        for address in self.others:
            other = site.state(address)
            if isinstance(other, InstanceState) and Phase.UNKNOWN not in other.phases:
                # Where it lacks nothing, what is missing is not of its making.
                made_at = other.made_at if other.lacks_something else state.made_at
                state = state.join(replace(other, several=True, made_at=made_at))
        return state

    def _one(self, rows: InstanceState) -> InstanceState:
        """What one turn is about."""
        summary = self.summary.address if self.several else rows.summary
        in_turn = self.begun if self.several else self.in_turn
        return replace(rows, several=False, in_turn=in_turn, summary=summary)

    def begin(self, site: Site) -> Value:
        state = self._one(self._any(site))
        site.store(self.current.address, state)
        site.store(self.before, state)
        contents.attach(self.current.address, state.session, site)
        contents.come_from(self.current.address, self.summary.address, state.session, site)
        return self.current

    def end(self, site: Site) -> None:
        current = replace(self.current.state(site), several=True)
        before = self._before(site)
        self.begun_as = before if self.begun_as is None else before.join(self.begun_as)
        if self.done is None:
            self.done = site.allocate(current)
        else:
            done = site.state(self.done)
            joined = current.join(done) if isinstance(done, InstanceState) else current
            site.store(self.done, joined)
        contents.attach(self.done, current.session, site)

    def _before(self, site: Site) -> InstanceState:
        """The row that a turn is about, as it was when the turn began."""
        before = site.state(self.before)
        assert isinstance(before, InstanceState)
        return replace(before, several=True)

    def finish(self, site: Site, *, exhausted: bool) -> None:
        done = None if self.done is None else site.state(self.done)
        if not isinstance(done, InstanceState) or self.begun_as is None:
            return
        begun = self.begun_as
        if not exhausted:
            current = replace(self.current.state(site), several=True)
            begun = self._any(site).join(begun).join(self._before(site))
            done = self._any(site).join(done).join(current)
        for address in self.others:
            other = site.state(address)
            if isinstance(other, InstanceState):
                after = other.changed_as(begun, done)
                site.store(address, after if exhausted else other.join(after))
        known = {self.current.address, self.done, *self.others}
        for address in self._in_hand(self.start, site) if exhausted else ():
            other = site.state(address)
            if address not in known and isinstance(other, InstanceState):
                # A turn has fetched it, and some turn was about it.
                site.store(address, other.changed_as(self.start, done, untouched=True))
        if self.others:
            done = self.summary.state(site).changed_as(begun, done)
        done = replace(done, several=self.several, in_turn=self.in_turn, summary=self.start.summary)
        site.store(self.summary.address, done)
        assert self.done is not None
        site.forget(self.done)
        site.forget(self.before)


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


def construct(cls: MappedClass, arguments: Arguments, site: Site) -> Value:
    """`User(name="ann", posts=[])`: a transient object with what it was given."""
    state = InstanceState(
        cls,
        TRANSIENT,
        origin=HandedIn() if arguments.open_ended else Fresh(),
        made_at=site.machine.clock,
        kinds=Kinds(exact=True),
    )
    instance = MappedInstance(cls, site.allocate(state))
    contents.note(instance.address, site)
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
    contents.note(instance.address, site)
    return instance
