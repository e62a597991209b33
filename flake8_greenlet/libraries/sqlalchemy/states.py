"""What a session knows of an object: its phase, and which attributes are there.

These are the states; what makes one of another is in `transitions`.
Source: SQLAlchemy's "State Management" and "Session Basics", as executed by the conformance
tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from flake8_greenlet.events import Expired, NeverLoaded
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import NONE, UNKNOWN, Value
from flake8_greenlet.libraries.sqlalchemy.loading import EMPTY_PLAN, Plan
from flake8_greenlet.libraries.sqlalchemy.mapping import (
    Attribute,
    MappedClass,
    Relationship,
)
from flake8_greenlet.libraries.sqlalchemy.polymorphism import Coverage, is_below
from flake8_greenlet.libraries.sqlalchemy.slots import (
    PERSISTENT,
    Doubtful,
    Gone,
    HandedIn,
    Origin,
    Phase,
    Row,
    Slot,
    slot_beside,
)
from flake8_greenlet.records import dataclass, replace


@dataclass(frozen=True)
class Kinds:
    """Of which subclass an object is or is not, as far as a path has found out."""

    widest: MappedClass | None = None
    """The class as which it was loaded, where it has turned out to be of a subclass."""
    coverage: Coverage | None = None
    """What of a subclass's attributes its query has asked for; None for all of them."""
    exact: bool = False
    """It was constructed: it is of no subclass."""
    excluded: frozenset[MappedClass] = frozenset()
    added: Mapping[MappedClass, Mapping[str, Slot]] = field(default_factory=dict)
    """The attributes that subclasses add, where it is of them."""

    def join_coverage(self, other: Kinds) -> Coverage | None:
        """What either of two queries has asked for."""
        if self.coverage == other.coverage:
            return self.coverage
        some = self.coverage or other.coverage
        return None if some is None else some.unsure()


def _added(
    before: InstanceState, widened: InstanceState, cls: MappedClass
) -> Mapping[str, Slot] | None:
    """What is known of the attributes that a subclass adds; None where it is not of it."""
    known = widened.kinds.added.get(cls)
    if known is not None or before.is_not(cls):
        return known
    narrowed = widened.narrowed(cls)
    own = widened.cls.mapping.attributes
    attributes = cls.mapping.attributes.values()
    return {a.name: narrowed.slot(a) for a in attributes if a.name not in own}


def _either(one: Mapping[str, Slot] | None, two: Mapping[str, Slot] | None) -> Mapping[str, Slot]:
    if one is None or two is None:
        return one or two or {}
    return {name: slot.join(two[name]) for name, slot in one.items() if name in two}


ANY = "*"
"""Stands for the column that was changed, where nobody knows which."""


EXPIRED_BEFORE = "(expired)"
"""Beside the names of what was changed: it had expired by then."""


@dataclass(frozen=True)
class InstanceState:
    """A mapped object on one path."""

    cls: MappedClass
    phases: frozenset[Phase]
    session: Address | None = None
    origin: Origin = field(default_factory=HandedIn)
    slots: Mapping[str, Slot] = field(default_factory=dict)
    plan: Plan = EMPTY_PLAN
    """The loader options of the query that first loaded it: a refresh applies them again."""
    made_at: int = 0
    """When it was made or loaded (`Machine.clock`)."""
    dirty: frozenset[str] = frozenset()
    """The columns, and the relationships, that were changed since the last flush."""
    several: bool = False
    """It stands for any number of rows."""
    in_turn: int | None = None
    """It stands for each of a number of rows in turn, and so do those that it leads to; how old
    values were (`Machine.age`) when that began."""
    whole: bool = False
    """It stands for all rows of its table."""
    summary: Address | None = None
    """What stands for all of the rows that it is one of."""
    foreign_keys: Mapping[str, Value] = field(default_factory=dict)
    """The values of foreign keys that were assigned in sight; a refresh does not change them."""
    key: object | None = None
    """What stands for its primary key, where the source says which row it is."""
    inserted_in: Address | None = None
    """The innermost transaction that was open at its INSERT, until the outermost has ended."""
    inserted_somewhere: bool = False
    """On one of the paths that have met, the transaction of its INSERT is open, on another not."""
    born: int | None = None
    """Of an object with a key that its INSERT made: how old values were by then (`Machine.age`)."""
    changed_in: frozenset[Address] = frozenset()
    """The savepoints that were innermost when it was changed."""
    kinds: Kinds = Kinds()
    """What is known of its class beyond `cls`, and of the attributes that a subclass adds."""
    owners: frozenset[Address] = frozenset()
    """The objects that were seen to lead to it."""
    let_go: bool = False
    """Nothing refers to it any more on this path."""
    let_go_somewhere: bool = False
    """So it was on some of the paths that have met here."""

    def slot(self, attribute: Attribute) -> Slot:
        """What is known of one attribute."""
        found = self.slots.get(attribute.name)
        return self.origin.slot(attribute) if found is None else found

    def with_slot(self, name: str, slot: Slot) -> InstanceState:
        return replace(self, slots={**self.slots, name: slot})

    def join(self, other: InstanceState) -> InstanceState:
        if self == other:
            return self
        if self.let_go is not other.let_go:
            # Only the path that still holds it can ask for anything; but its row may be there.
            gone, held = (self, other) if self.let_go else (other, self)
            born = gone.born if held.born is None else held.born
            return replace(held, born=born, let_go_somewhere=True)
        if self.cls is not other.cls or self.kinds != other.kinds:
            return self._join_kinds(other)
        if self.is_new is not other.is_new:
            return self._settled()._joined(other._settled())
        return self._joined(other)

    def agreed(self, other: InstanceState) -> InstanceState:
        """Where only one of two paths is ever taken, and nobody knows which."""
        return self if self == other else self.join(other).forgotten()

    def forgotten(self) -> InstanceState:
        """An object that anything may have happened to."""
        return InstanceState(
            self.cls,
            frozenset({Phase.UNKNOWN}),
            self.session,
            made_at=self.made_at,
            several=self.several,
            kinds=Kinds(self.kinds.widest),
        )

    def _join_kinds(self, other: InstanceState) -> InstanceState:
        """Objects of which more is known on one of the paths, such as that it is of a subclass."""
        if self.widest is not other.widest:
            return replace(self, phases=frozenset({Phase.UNKNOWN}), origin=HandedIn(), slots={})
        if self.cls is other.cls:
            one, two = self, other
        else:
            one, two = self.widened(), other.widened()
        kinds = one.kinds
        if kinds != two.kinds:
            subclasses = {*one.kinds.added, *two.kinds.added}
            kinds = Kinds(
                one.kinds.widest,
                kinds.join_coverage(two.kinds),
                one.kinds.exact and two.kinds.exact,
                frozenset(
                    each
                    for each in one.kinds.excluded | two.kinds.excluded
                    if self.is_not(each) and other.is_not(each)
                ),
                {
                    each: _either(_added(self, one, each), _added(other, two, each))
                    for each in sorted(subclasses, key=lambda each: each.name)
                },
            )
        return replace(one, kinds=kinds).join(replace(two, kinds=kinds))

    @property
    def widest(self) -> MappedClass:
        """The class as which it was loaded."""
        return self.kinds.widest or self.cls

    def is_not(self, cls: MappedClass) -> bool:
        """Whether it surely is no instance of a subclass."""
        if is_below(self.cls, cls) or cls is self.cls:
            return False
        return (
            self.kinds.exact
            or not self.cls.is_related(cls)
            or any(cls is each or is_below(cls, each) for each in self.kinds.excluded)
        )

    def narrowed(self, cls: MappedClass) -> InstanceState:
        """The object, known to be of a subclass of its class from now on."""
        own = self.cls.mapping.attributes
        added = [a for a in cls.mapping.attributes.values() if a.name not in own]
        known = self.kinds.added.get(cls, {})
        slots = dict(self.slots)
        for attribute in added:
            slot = known.get(attribute.name) or self._unasked(cls, attribute)
            if slot is not None:
                slots[attribute.name] = slot
        return replace(self, cls=cls, slots=slots, kinds=replace(self.kinds, widest=self.widest))

    def _unasked(self, cls: MappedClass, attribute: Attribute) -> Slot | None:
        """The slot of an attribute that a subclass adds, where its query did not ask for it."""
        coverage = self.kinds.coverage
        if coverage is None or not isinstance(self.origin, (Row, Gone, Doubtful)):
            return None
        return slot_beside(coverage, cls, attribute, self.plan)

    def widened(self) -> InstanceState:
        """The object as one of the class as which it was loaded."""
        if self.cls is self.widest:
            return self
        own = self.widest.mapping.attributes
        beyond = {a.name: self.slot(a) for a in self.cls.mapping.attributes.values()}
        slots = {
            name: slot for name, slot in self.slots.items() if name not in beyond or name in own
        }
        added = {name: slot for name, slot in beyond.items() if name not in own}
        kinds = replace(self.kinds, added={**self.kinds.added, self.cls: added})
        return replace(self, cls=self.widest, slots=slots, kinds=kinds)

    def _settled(self) -> InstanceState:
        """A new object with what reading it gives spelled out: it never does IO, and must not
        seem to when it is joined with one that may."""
        if not self.is_new:
            return self
        slots = dict(self.slots)
        for attribute in self.cls.mapping.attributes.values():
            slot = self.slot(attribute)
            if slot.cause is not None:
                scalar = isinstance(attribute, Relationship) and attribute.is_collection is False
                nothing = NONE if scalar else UNKNOWN
                slots[attribute.name] = Slot(slot.value or nothing, unknown=slot.unknown)
        return replace(self, slots=slots)

    def _joined(self, other: InstanceState) -> InstanceState:
        slots: dict[str, Slot] = {}
        origin: Origin
        if self.origin == other.origin:
            origin = self.origin
            names = {*self.slots, *other.slots}
        else:
            origin = HandedIn()
            names = set(self.cls.mapping.attributes)
        attributes = self.cls.mapping.attributes
        for name in sorted(names):
            attribute = attributes.get(name)
            if attribute is not None:
                ours, theirs = self.slot(attribute), other.slot(attribute)
                if ours is not theirs:
                    if theirs.cause is None and self._answers_none(attribute):
                        ours = Slot(NONE)
                    elif ours.cause is None and other._answers_none(attribute):
                        theirs = Slot(NONE)
                    ours = ours.join(theirs)
                slots[name] = ours
            elif name in self.slots and name in other.slots:
                slots[name] = self.slots[name].join(other.slots[name])
        return InstanceState(
            self.cls,
            self.phases | other.phases,
            self.session if self.session is not None else other.session,
            origin,
            slots,
            self.plan.either(other.plan),
            min(self.made_at, other.made_at),
            _changes(self, other),
            self.several or other.several,
            min(filter(None, (self.in_turn, other.in_turn)), default=None),
            self.whole and other.whole,
            self.summary if self.summary == other.summary else None,
            _foreign_keys(self, other),
            self.key if self.key == other.key else None,
            _of_insert(self, other, "inserted_in"),
            self.inserted_somewhere
            or other.inserted_somewhere
            or (self.inserted_in is None) is not (other.inserted_in is None),
            _of_insert(self, other, "born"),
            self.changed_in | other.changed_in,
            self.kinds,
            self.owners | other.owners,
            self.let_go,
            self.let_go_somewhere or other.let_go_somewhere,
        )

    def has_no_key(self, relation: Relationship) -> bool:
        """Whether the foreign key of a many-to-one is known to be NULL."""
        columns = relation.foreign_key_columns()
        return any(self.foreign_keys.get(column.name) == NONE for column in columns)

    def _answers_none(self, attribute: Attribute) -> bool:
        """Whether reading what is missing asks nobody: it is a many-to-one, and its foreign key is
        there and NULL.  Once paths have met, that of the others is another one."""
        if not isinstance(attribute, Relationship) or not attribute.is_many_to_one:
            return False
        if self.slot(attribute).cause is None or not self.has_no_key(attribute):
            return False
        return all(self.slot(column).cause is None for column in attribute.foreign_key_columns())

    def changed_as(
        self, before: InstanceState, after: InstanceState, *, untouched: bool = False
    ) -> InstanceState:
        """The object after what has happened to another one, where something did; and, if only
        what is still `untouched` counts, nothing has happened to itself, on some path at least."""
        state = self
        for attribute in state.cls.mapping.attributes.values():
            slot, was, now = (each.slot(attribute) for each in (after, before, state))
            if untouched and now != was:
                # What was never loaded, nothing can have taken away again.
                stays = was.is_loaded and not isinstance(was.cause, NeverLoaded)
                if now.cause is None or now.cause != was.cause or stays:
                    continue
                slot = replace(now, cause=None).join(slot)
            if slot != was:
                state = state.with_slot(attribute.name, slot)
        if after.phases != before.phases:
            state = replace(state, phases=after.phases)
        return replace(state, dirty=state.dirty | (after.dirty - before.dirty))

    @property
    def is_new(self) -> bool:
        """Transient or pending: reads never do IO."""
        return self.phases <= {Phase.TRANSIENT, Phase.PENDING}

    @property
    def was_inserted(self) -> bool:
        """Whether its row was made in sight."""
        return self.inserted_in is not None or self.born is not None

    @property
    def is_written(self) -> bool:
        """Whether the next flush has an UPDATE for it: a change of its collections is none."""
        return any(
            not isinstance(self.cls.mapping.attributes.get(name), Relationship)
            for name in self.dirty - {EXPIRED_BEFORE}
        )

    @property
    def is_gone(self) -> bool:
        """Whether it is wholly expired, on some path at least."""
        key = self.cls.mapping.primary_key
        if key is None:
            return isinstance(self.origin, Gone)
        slot = self.slot(key)
        return isinstance(slot.cause, Expired) and slot.is_missing

    @property
    def lacks_something(self) -> bool:
        """Whether some attribute is missing, on some path at least."""
        return any(self.slot(each).is_missing for each in self.cls.mapping.attributes.values())

    @property
    def comes_back(self) -> bool:
        """Whether the session asks for it where its key is looked up: it is wholly expired, and not
        even one column, such as a deferred one, was loaded by itself since."""
        return self.is_gone and all(slot.cause is not None for slot in self._loaded_since())

    @property
    def surely_comes_back(self) -> bool:
        """Whether that is so on every path."""
        key = self.cls.mapping.primary_key
        slot = None if key is None else self.slot(key)
        gone = slot is not None and not (slot.is_loaded or slot.unknown)
        return self.is_gone and gone and not self._loaded_since()

    def _loaded_since(self) -> list[Slot]:
        """The columns that were loaded by themselves, on some path at least."""
        return [
            slot
            for column in self.cls.mapping.columns
            if (slot := self.slots.get(column.name)) is not None
            and slot.is_loaded
            and column.name not in self.dirty
        ]

    @property
    def surely_there(self) -> bool:
        """Whether it has a row and its session has it, on every path."""
        return self.phases == PERSISTENT

    @property
    def may_be_persistent(self) -> bool:
        """Whether a missing attribute is, on a known path, read from the database."""
        return Phase.UNKNOWN not in self.phases and bool(
            self.phases & {Phase.PERSISTENT, Phase.DELETED}
        )


def _foreign_keys(one: InstanceState, other: InstanceState) -> Mapping[str, Value]:
    """What two paths agree on; a new object's keys do not matter, because reading it is free."""
    if one.is_new is not other.is_new:
        return other.foreign_keys if one.is_new else one.foreign_keys
    theirs = other.foreign_keys
    return {name: value for name, value in one.foreign_keys.items() if theirs.get(name) == value}


def _changes(one: InstanceState, other: InstanceState) -> frozenset[str]:
    """What the next flush has to write of an object on either path.

    Only what has a row is updated; and only what is written is loaded first, if it had expired.
    """
    with_row = [each for each in (one, other) if not each.is_new]
    changed = frozenset[str]().union(*(each.dirty for each in with_row))
    if any(each.is_gone and EXPIRED_BEFORE not in each.dirty for each in with_row):
        changed -= {EXPIRED_BEFORE}
    return changed


def _of_insert(one: InstanceState, other: InstanceState, name: str) -> int | None:
    """Of an object that is new on one path and was inserted on the other, that insert counts."""
    ours: int | None = getattr(one, name)
    theirs: int | None = getattr(other, name)
    if one.is_new:
        return theirs
    return ours if other.is_new or ours == theirs else None
