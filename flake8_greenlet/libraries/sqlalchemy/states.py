"""What a session knows of an object: its phase, and which attributes are there.

These are the states; who makes which is in `sessions` and `instances`.
Source: SQLAlchemy's "State Management" and "Session Basics", as executed by the conformance
tests.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flake8_greenlet.events import Cause, Deferred, Expired, Generated, NeverLoaded
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import NONE, UNKNOWN, Value, join
from flake8_greenlet.libraries.sqlalchemy.loading import (
    EMPTY,
    EMPTY_PLAN,
    LOADING,
    RAISING,
    Plan,
)
from flake8_greenlet.libraries.sqlalchemy.mapping import (
    EAGER_LAZY,
    LAZY_LAZY,
    Attribute,
    Column,
    MappedClass,
    Relationship,
)
from flake8_greenlet.libraries.sqlalchemy.polymorphism import Coverage, is_below


class Phase(enum.Enum):
    """The states of "Quickie Intro to Object States", and one for what was handed in."""

    TRANSIENT = "transient"
    PENDING = "pending"
    PERSISTENT = "persistent"
    DELETED = "deleted"
    DETACHED = "detached"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Slot:
    """One attribute: loaded with a value, missing for a cause, unknown, or several of these
    depending on the path.

    `plans` stand for a value that nobody has looked at yet: what the query loaded there, or the
    queries on several paths.
    """

    value: Value | None = None
    cause: Cause | None = None
    unknown: bool = False
    plans: tuple[Plan, ...] = ()
    implicit: bool = False
    """An empty collection that merely reading a new object made: a flush forgets it."""
    raises: bool = False
    """Reading it is another error, such as `lazy="raise"`."""
    unheld: bool = False
    """A many-to-one that the identity map may answer."""
    doubted: bool = False
    """Unknown because nobody knows what a commit did on some path."""
    excused: bool = False
    """Where it is missing, nobody knew before what a commit had done."""
    otherwise: Cause | None = None
    """For which other cause it is missing on another path."""
    mended: bool = False
    """There only because a finding counts as mended."""

    @property
    def is_loaded(self) -> bool:
        return self.value is not None or bool(self.plans)

    @property
    def is_fillable(self) -> bool:
        """Whether it is not there, on some path at least: a query that loads it fills it."""
        return self.cause is not None or self.raises

    def join(self, other: Slot) -> Slot:
        if self == other:
            return self
        value = self.value
        if value is None:
            value = other.value
        elif other.value is not None:
            value = join(value, other.value)
        return Slot(
            value,
            self.cause or other.cause,
            self.unknown or other.unknown,
            (*self.plans, *(plan for plan in other.plans if plan not in self.plans)),
            _is_implicit(self) and _is_implicit(other),
            self.raises or other.raises,
            self.unheld or other.unheld,
            self.doubted or other.doubted,
            all(slot.excused or slot.cause is None for slot in (self, other))
            and (self.excused or other.excused),
            self.otherwise or other.otherwise or self._other_cause(other),
            self.mended and other.mended,
        )

    def _other_cause(self, other: Slot) -> Cause | None:
        return other.cause if self.cause is not None and self.cause != other.cause else None

    @property
    def is_missing(self) -> bool:
        """Whether the session would surely have to ask for it, on some path at least.

        Of what was expired nothing is told where a commit may have expired it before, and there
        are paths on which that is all.
        """
        if self.cause is None:
            return False
        return not (self.unknown and self.doubted and self.excused)


def _is_implicit(slot: Slot) -> bool:
    """Whether nothing was given there, whether or not it was read."""
    return slot.implicit or not (slot.is_loaded or slot.unknown)


LOADED = Slot(UNKNOWN)
UNKNOWN_SLOT = Slot(unknown=True)
DOUBTED_SLOT = Slot(unknown=True, doubted=True)
RAISING_SLOT = Slot(raises=True)


class Origin:
    """Where the attributes come from that nothing has touched since."""

    __slots__ = ()

    def slot(self, attribute: Attribute) -> Slot:
        raise NotImplementedError


@dataclass(frozen=True)
class HandedIn(Origin):
    """A parameter: its contents are the caller's business."""

    def slot(self, attribute: Attribute) -> Slot:
        return UNKNOWN_SLOT


@dataclass(frozen=True)
class Fresh(Origin):
    """`User(…)`: nothing but what the constructor was given."""

    def slot(self, attribute: Attribute) -> Slot:
        return Slot(cause=NeverLoaded(new=True)) if isinstance(attribute, Relationship) else Slot()


def _column_after_select(column: Column, plan: Plan) -> Slot:
    definition = column.definition
    if column.name in plan.undeferred or definition.group in plan.groups:
        return LOADED
    if column.name in plan.raising and not definition.primary_key:
        return RAISING_SLOT
    if plan.only is not None and column.name not in plan.only and not definition.primary_key:
        return Slot(cause=Deferred())
    if column.name in plan.left_out and not definition.primary_key:
        return Slot(cause=Deferred())
    if definition.deferred and (plan.only is None or column.name not in plan.only):
        return _deferred(column)
    return UNKNOWN_SLOT if definition.deferred is None else LOADED


def _deferred(column: Column) -> Slot:
    """A deferred column that nothing has loaded."""
    return RAISING_SLOT if column.definition.raiseload else Slot(cause=Deferred())


def _below(relation: Relationship, strategy: str, plan: Plan) -> Plan:
    """What is loaded of a relationship's target; a wildcard counts on every level."""
    option = plan.relations.get(relation.name)
    below = EMPTY_PLAN if option is None else option[1]
    joins = strategy in ("joined", "joinedload", "contains_eager")
    return replace(
        below,
        wildcard=below.wildcard or plan.wildcard,
        path=plan.path | {relation.owner},
        joined_path=plan.joined_path | {relation.owner} if joins else frozenset(),
    )


def _goes_round(relation: Relationship, plan: Plan) -> bool:
    """Whether the path to an object has come by the class that an eager relationship leads to.

    There the mapper's own eager loading stops: a joined one where it would join a table again,
    one by a second SELECT altogether.  ("Configuring Self-Referential Eager Loading")
    """
    path = plan.joined_path if relation.lazy == "joined" else plan.path
    return relation.lazy != "immediate" and relation.target in path


def plan_slot(relation: Relationship, plan: Plan) -> Slot | None:
    """The slot that a query fills; None for a relationship that it leaves alone."""
    option = plan.relations.get(relation.name)
    strategy = option[0] if option is not None else plan.wildcard
    if strategy in ("defaultload", None):
        strategy = None
    if strategy in LOADING:
        return Slot(plans=(_below(relation, strategy or "", plan),))
    if strategy in RAISING:
        return RAISING_SLOT
    if strategy in EMPTY:
        return _empty(relation)
    if strategy == "lazyload":
        return None
    if strategy is not None:
        return UNKNOWN_SLOT
    lazy = relation.lazy
    if lazy in EAGER_LAZY:
        if relation.target is relation.owner or _goes_round(relation, plan):
            # Without join_depth an eager relationship to itself loads nothing.
            return UNKNOWN_SLOT if relation.definition.join_depth else None
        return Slot(plans=(_below(relation, lazy, plan),))
    if lazy == "select":
        return None
    return _special(relation)


def _special(relation: Relationship) -> Slot | None:
    """Relationships that are never lazily loaded; None for the others."""
    if relation.lazy in LAZY_LAZY:
        return None if relation.lazy == "select" else RAISING_SLOT
    if relation.lazy == "noload":
        return _empty(relation)
    if relation.lazy in EAGER_LAZY:
        return None
    return UNKNOWN_SLOT


def _empty(relation: Relationship) -> Slot:
    """What is never loaded is None, or an empty collection."""
    return Slot(NONE) if relation.is_collection is False else LOADED


def _missing(relation: Relationship, cause: Cause) -> Slot:
    special = _special(relation)
    if special is not None:
        return special
    return Slot(cause=cause, unheld=relation.is_many_to_one is not False)


@dataclass(frozen=True)
class Row(Origin):
    """Loaded by a query, or refreshed; `dropped` are the names that a refresh took away."""

    plan: Plan = EMPTY_PLAN
    dropped: frozenset[str] = frozenset()
    by: str = "refresh()"

    def slot(self, attribute: Attribute) -> Slot:
        if self.plan.choices:
            slots = (replace(self, plan=plan).slot(attribute) for plan in self.plan.choices)
            return functools.reduce(Slot.join, slots)
        if isinstance(attribute, Column):
            if self.plan.unknown:
                return UNKNOWN_SLOT if attribute.definition.deferred else LOADED
            slot = _column_after_select(attribute, self.plan)
            if isinstance(slot.cause, Deferred) and attribute.name in self.dropped:
                return Slot(cause=Expired(self.by))
            return slot
        if not isinstance(attribute, Relationship):
            return UNKNOWN_SLOT
        if self.plan.unknown:
            return UNKNOWN_SLOT
        filled = plan_slot(attribute, self.plan)
        if filled is not None:
            return filled
        if attribute.name in self.dropped:
            return _missing(attribute, Expired(self.by))
        return _missing(attribute, NeverLoaded())


@dataclass(frozen=True)
class Inserted(Origin):
    """A new object after its INSERT: eager relationships do not fill it."""

    eager_defaults: bool | None = None

    def slot(self, attribute: Attribute) -> Slot:
        if isinstance(attribute, Relationship):
            return _missing(attribute, NeverLoaded(new=True))
        if not isinstance(attribute, Column):
            return UNKNOWN_SLOT
        definition = attribute.definition
        if definition.expression:
            return Slot(cause=Generated())
        if definition.deferred:
            return _deferred(attribute)
        if definition.server_default is not False:
            if self.eager_defaults is False:
                return Slot(cause=Generated())
            # 2.x fetches it with RETURNING, where the database has that.
            return LOADED if self.eager_defaults else UNKNOWN_SLOT
        return UNKNOWN_SLOT if definition.deferred is None else LOADED


@dataclass(frozen=True)
class Gone(Origin):
    """Wholly expired.  `loaded` are the relationships and deferred columns that were there."""

    by: str
    loaded: frozenset[str] = frozenset()
    plan: Plan = EMPTY_PLAN
    excused: bool = False
    """A commit may have expired it before."""

    def reloaded(self) -> Row:
        """What its columns follow from once they have been brought back."""
        return Row(self.plan.with_all_columns(), self.loaded, self.by)

    def slot(self, attribute: Attribute) -> Slot:
        if isinstance(attribute, Relationship):
            if attribute.name in self.loaded:
                return self._gone(_missing(attribute, Expired(self.by)))
            return _missing(attribute, NeverLoaded())
        if isinstance(attribute, Column):
            if attribute.definition.raiseload:
                return RAISING_SLOT
            if attribute.definition.deferred and attribute.name not in self.loaded:
                return Slot(cause=Deferred())
            return self._gone(Slot(cause=Expired(self.by)))
        return UNKNOWN_SLOT

    def _gone(self, slot: Slot) -> Slot:
        return replace(slot, excused=True) if self.excused and slot.cause is not None else slot


@dataclass(frozen=True)
class Doubtful(Origin):
    """As before, or gone: what never was there still is not, the rest nobody knows."""

    before: Origin

    def slot(self, attribute: Attribute) -> Slot:
        return doubt(self.before.slot(attribute), attribute)


def doubt(slot: Slot, attribute: Attribute | None) -> Slot:
    """A slot that may have been emptied meanwhile: what was not there still is not, and what a
    relationship leads to has not changed."""
    if slot.cause is not None or (slot.raises and not slot.is_loaded):
        return slot
    if isinstance(attribute, Relationship):
        return replace(slot, unknown=True, doubted=True, implicit=False)
    return DOUBTED_SLOT


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


def slot_beside(
    coverage: Coverage, cls: MappedClass, attribute: Attribute, plan: Plan
) -> Slot | None:
    """The slot of an attribute that a query of a base class did not ask for; None if it did."""
    has = coverage.has(cls, attribute.name)
    if has:
        return None
    if has is None:
        return UNKNOWN_SLOT
    base = coverage.entity.name
    if isinstance(attribute, Relationship):
        # Of the eager strategies, only this one asks for each object by itself.
        if _strategy(attribute, plan) in _IMMEDIATE:
            return None
        return _missing(attribute, NeverLoaded(base=base))
    by_key = [r for r in cls.mapping.relationships() if _strategy(r, plan) in _IMMEDIATE]
    if isinstance(attribute, Column) and not any(r.is_many_to_one is not False for r in by_key):
        return Slot(cause=Deferred(base))
    return UNKNOWN_SLOT


_IMMEDIATE = ("immediate", "immediateload")


def _strategy(relation: Relationship, plan: Plan) -> str:
    """How a relationship is loaded with the rows."""
    return plan.relations.get(relation.name, (relation.lazy, EMPTY_PLAN))[0]


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
    born: int | None = None
    """Of an object with a key that its INSERT made: how old values were by then (`Machine.age`)."""
    changed_in: frozenset[Address] = frozenset()
    """The savepoints that were innermost when it was changed."""
    kinds: Kinds = Kinds()
    """What is known of its class beyond `cls`, and of the attributes that a subclass adds."""
    owners: frozenset[Address] = frozenset()
    """The objects that were seen to lead to it."""

    def slot(self, attribute: Attribute) -> Slot:
        """What is known of one attribute."""
        found = self.slots.get(attribute.name)
        return self.origin.slot(attribute) if found is None else found

    def with_slot(self, name: str, slot: Slot) -> InstanceState:
        return replace(self, slots={**self.slots, name: slot})

    def join(self, other: InstanceState) -> InstanceState:
        if self == other:
            return self
        if self.cls is not other.cls or self.kinds != other.kinds:
            return self._join_kinds(other)
        if self.is_new is not other.is_new:
            return self._settled()._joined(other._settled())
        return self._joined(other)

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
                slots[name] = self.slot(attribute).join(other.slot(attribute))
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
            # Only what has a row is updated.
            frozenset().union(*(each.dirty for each in (self, other) if not each.is_new)),
            self.several or other.several,
            min(filter(None, (self.in_turn, other.in_turn)), default=None),
            self.whole and other.whole,
            self.summary if self.summary == other.summary else None,
            _foreign_keys(self, other),
            self.key if self.key == other.key else None,
            _of_insert(self, other, "inserted_in"),
            _of_insert(self, other, "born"),
            self.changed_in | other.changed_in,
            self.kinds,
            self.owners | other.owners,
        )

    def changed_as(
        self, before: InstanceState, after: InstanceState, *, untouched: bool = False
    ) -> InstanceState:
        """The object after what has happened to another one, where something did; and, if only
        what is still `untouched` counts, nothing has happened to itself."""
        state = self
        for attribute in state.cls.mapping.attributes.values():
            slot, was = after.slot(attribute), before.slot(attribute)
            if slot != was and not (untouched and state.slot(attribute) != was):
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
    def comes_back(self) -> bool:
        """Whether the session asks for it where its key is looked up: it is wholly expired, and not
        even one column, such as a deferred one, was loaded by itself since."""
        return self.is_gone and all(slot.cause is not None for slot in self._loaded_since())

    @property
    def surely_comes_back(self) -> bool:
        """Whether that is so on every path."""
        return self.is_gone and isinstance(self.origin, Gone) and not self._loaded_since()

    def _loaded_since(self) -> list[Slot]:
        """The columns that were loaded by themselves, on some path at least."""
        return [
            slot
            for column in self.cls.mapping.columns()
            if (slot := self.slots.get(column.name)) is not None
            and slot.is_loaded
            and column.name not in self.dirty
        ]

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


def _of_insert(one: InstanceState, other: InstanceState, name: str) -> int | None:
    """Of an object that is new on one path and was inserted on the other, that insert counts."""
    ours: int | None = getattr(one, name)
    theirs: int | None = getattr(other, name)
    if one.is_new:
        return theirs
    return ours if other.is_new or ours == theirs else None


def loaded_names(state: InstanceState) -> frozenset[str]:
    """The relationships and deferred columns that are, or were, there."""
    mapping = state.cls.mapping
    may_be_there: list[Attribute] = [*mapping.relationships()]
    may_be_there += [column for column in mapping.columns() if column.definition.deferred]
    slots = {attribute.name: state.slot(attribute) for attribute in may_be_there}
    return frozenset(
        name
        for name, slot in slots.items()
        if isinstance(slot.cause, Expired) or (slot.is_loaded and slot.cause is None)
    )


def expire(state: InstanceState, by: str, *, excusing: bool = False) -> InstanceState:
    """The whole object is expired; `excusing` where nobody saw what a commit before it had done."""
    slots = _plain(state)
    for column in state.cls.mapping.columns():
        slot = state.slot(column)
        beside = isinstance(slot.cause, Deferred) and slot.cause.base
        if (isinstance(slot.cause, Generated) or beside) and not slot.is_loaded:
            # It was not there before either, and would not be without the expiry.
            slots[column.name] = slot
    for relation in state.cls.mapping.relationships():
        if state.slot(relation).unknown and _special(relation) == RAISING_SLOT:
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
            state = state.with_slot(name, _missing(attribute, cause))
        elif isinstance(attribute, Column) and attribute.definition.raiseload:
            state = state.with_slot(name, RAISING_SLOT)
        else:
            state = state.with_slot(name, Slot(cause=cause))
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
    where it is expired on some paths only, on the others nothing happens to it."""
    if isinstance(state.origin, Gone):
        # What came back, or was written, before its row did stays as it is; and so does a missing
        # collection into which something was put, which does not come with the row.
        since = {name: slot for name, slot in state.slots.items() if slot.cause is None}
        for relation in state.cls.mapping.relationships():
            if relation.name in state.dirty:
                since[relation.name] = state.slot(relation)
        back = replace(refreshed(state), origin=state.origin.reloaded())
        return replace(back, slots={**back.slots, **since}, dirty=state.dirty)
    row = Row(state.plan.with_all_columns(), loaded_names(state))
    for attribute in state.cls.mapping.attributes.values():
        slot, again = state.slot(attribute), row.slot(attribute)
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
        if not slot.is_fillable:
            if slot.plans and isinstance(attribute, Relationship):
                slots[attribute.name] = _come_across(slot, plan_slot(attribute, plan))
            continue
        slots[attribute.name] = slot
        beside = slot_beside(coverage, state.cls, attribute, plan)
        if beside is not None:
            slots[attribute.name] = slot if beside.cause else beside
        elif plan.unknown:
            slots[attribute.name] = UNKNOWN_SLOT
        elif isinstance(attribute, Relationship):
            filled = plan_slot(attribute, plan)
            if filled is not None and not filled.raises:
                slots[attribute.name] = filled
        elif isinstance(attribute, Column):
            again = _column_after_select(attribute, plan)
            if again.cause is None:
                slots[attribute.name] = again
    if isinstance(state.origin, Gone):
        # Its columns are there again: it is not wholly expired any more.
        kinds = replace(state.kinds, coverage=coverage)
        return replace(state, slots=slots, origin=state.origin.reloaded(), kinds=kinds)
    return replace(state, slots=slots, kinds=also(state.kinds, coverage))


def _come_across(slot: Slot, again: Slot | None) -> Slot:
    """What a relationship leads to is there already, and nobody has looked at it: a query that
    loads it too comes across it, and loads what else it was told to."""
    if again is None or not again.plans:
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
            found = _column_after_select(attribute, plan)
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
    if isinstance(state.origin, HandedIn):
        # What it was given, nobody has seen.
        for relation in state.cls.mapping.relationships():
            slots.setdefault(relation.name, UNKNOWN_SLOT)
    if isinstance(state.origin, Fresh):
        given = {
            column.name
            for relation in state.cls.mapping.relationships()
            if relation.name in slots and relation.is_many_to_one is not False
            for column in relation.foreign_key_columns()
        }
        for column in state.cls.mapping.columns():
            definition = column.definition
            if definition.has_foreign_key and column.name not in slots and column.name not in given:
                # Nobody set the key, neither itself nor by a related object.
                slots[column.name] = Slot(UNKNOWN if definition.primary_key else NONE)
                foreign_keys[column.name] = slots[column.name].value or UNKNOWN
    return replace(
        state,
        phases=frozenset({Phase.PERSISTENT}),
        origin=Inserted(state.cls.mapping.eager_defaults),
        slots=slots,
        foreign_keys=foreign_keys,
        dirty=frozenset(),
        inserted_in=transaction,
        born=age if isinstance(state.origin, Fresh) and not _has_key(state) else None,
    )


def _has_key(state: InstanceState) -> bool:
    """Whether a new object was given its primary key."""
    return any(
        c.definition.primary_key and c.name in state.slots for c in state.cls.mapping.columns()
    )


def as_before_insert(state: InstanceState) -> InstanceState:
    """An object inserted in a transaction that was rolled back: transient, its values kept."""
    slots = {
        name: slot if slot.cause is None else Slot(slot.value) for name, slot in state.slots.items()
    }
    transient = frozenset({Phase.TRANSIENT})
    return replace(state, phases=transient, session=None, slots=slots, inserted_in=None, born=None)


def loaded(relation: Relationship, state: InstanceState, clock: int) -> Slot:
    """A relationship that was loaded by itself, and when: a foreign key of NULL leads to nothing.

    The statement knows by way of which class it has come to the other one.
    """
    if _strategy(relation, state.plan) == "noload":
        return _empty(relation)
    if relation.is_many_to_one and any(
        state.foreign_keys.get(column.name) == NONE for column in relation.foreign_key_columns()
    ):
        return Slot(NONE)
    path = frozenset({relation.owner})
    return Slot(plans=(replace(EMPTY_PLAN, path=path, carried_out=clock),))


def with_keys(state: InstanceState, relation: Relationship) -> InstanceState:
    """The object after one of its relationships was loaded by itself.

    That brings the primary key along.  A many-to-one needs its foreign key, and where that had
    expired, all expired columns come with it; but not if it is loaded by a join.
    """
    strategy = _strategy(relation, state.plan)
    by_key = relation.is_many_to_one and strategy not in ("joined", "joinedload")
    foreign = relation.foreign_key_columns() if by_key else []
    whole = any(isinstance(state.slot(column).cause, Expired) for column in foreign)
    for column in state.cls.mapping.columns():
        cause = state.slot(column).cause
        needed = column.definition.primary_key or column in foreign
        if cause is not None and (needed or (whole and isinstance(cause, (Expired, Generated)))):
            state = state.with_slot(column.name, LOADED)
    if whole and isinstance(state.origin, Gone):
        # The whole row comes, and what is eager with it.
        state = replace(state, origin=state.origin.reloaded())
    return state


def with_expired_columns(state: InstanceState) -> InstanceState:
    """The object after an expired column was read: all come back at once, but deferred ones."""
    for column in state.cls.mapping.columns():
        expired = isinstance(state.slot(column).cause, (Expired, Generated))
        if expired and not column.definition.deferred:
            state = state.with_slot(column.name, LOADED)
    return state


def with_group(state: InstanceState, column: Column) -> InstanceState:
    """The object after a deferred column was loaded by itself, which loads all of its group."""
    group = column.definition.group
    for other in state.cls.mapping.columns():
        slot = state.slot(other)
        together = other is column or (group is not None and other.definition.group == group)
        if together and (slot.cause is not None or slot.raises):
            state = state.with_slot(other.name, LOADED)
    return state


def _asks_for_key(state: InstanceState) -> bool:
    """Whether a refresh leaves out the foreign key of what is loaded immediately: asking for it
    brings back all that the refresh has expired."""
    row = Row(state.plan)
    return any(
        row.slot(column).cause is not None
        for relation in state.cls.mapping.relationships()
        if relation.is_many_to_one and _strategy(relation, state.plan) in _IMMEDIATE
        for column in relation.foreign_key_columns()
    )


def with_immediate_keys(state: InstanceState) -> InstanceState:
    """A row whose foreign keys were left out, but needed for `immediateload` of a many-to-one."""
    for relation in state.cls.mapping.relationships():
        if _strategy(relation, state.plan) in _IMMEDIATE and relation.is_many_to_one:
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
        known = state.slots if isinstance(state.origin, Gone) else {}
        result = brought_back(state)
        result = replace(result, slots={**result.slots, **known})
    for column in mapping.columns():
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


OUTERMOST: Address = -1
"""Stands for the transaction that no savepoint is."""


class Begun(enum.Enum):
    """Whether a session has a transaction open."""

    YES = "yes"
    NO = "no"
    SOMEWHERE = "on some paths"
    UNKNOWN = "unknown"

    def join(self, other: Begun) -> Begun:
        if self is other:
            return self
        surely = {Begun.YES, Begun.SOMEWHERE}
        return Begun.SOMEWHERE if surely & {self, other} else Begun.UNKNOWN


@dataclass(frozen=True)
class SessionState:
    """A session on one path."""

    is_async: bool
    expire_on_commit: bool | None = None
    """None when nobody knows which factory made it, or how that was configured."""
    begun: Begun = Begun.UNKNOWN
    objects: Mapping[Address, MappedClass] = field(default_factory=dict)
    made_at: int = 0
    label: str | None = None
    """How the source spells what made it."""
    told: bool = False
    """That it blocks the event loop has been said."""
    injected: bool = False
    """It came through a parameter that a framework fills."""
    blocks: bool = True
    """A sync session whose driver blocks; not one on an async driver or of unknown making."""
    autoflush: bool = True
    failed: bool = False
    """A flush has failed: until the rollback, the session refuses everything."""
    savepoints: tuple[Address, ...] = ()
    """Those that are open, the innermost last; an inner one has the higher address."""
    flushed: bool = False
    """What others may have given it has been written."""
    committed_by: frozenset[int] = frozenset()
    """The calls in which a commit has done nobody knows what (`Frame.entered`)."""
    of_one_branch: frozenset[frozenset[Address]] = frozenset()
    """What one branch of a condition has loaded, where the other has nothing of its class: of each
    branch, all of that together."""
    of_one_path: frozenset[Address] = frozenset()
    """What is there on some of the paths only that have met here; not where each of them has
    something of its class that the other has not, which may well be the same rows."""
    without_rows: frozenset[MappedClass] = frozenset()
    """The classes of which a query for all rows has found none."""

    @property
    def transaction(self) -> Address:
        """The innermost transaction, with savepoints counted as such."""
        return self.savepoints[-1] if self.savepoints else OUTERMOST

    def join(self, other: SessionState) -> SessionState:
        if self == other:
            return self
        same = self.expire_on_commit == other.expire_on_commit
        return SessionState(
            self.is_async,
            self.expire_on_commit if same else None,
            self.begun.join(other.begun),
            {**self.objects, **other.objects},
            min(self.made_at, other.made_at),
            self.label or other.label,
            self.told or other.told,
            self.injected or other.injected,
            self.blocks and other.blocks,
            self.autoflush and other.autoflush,
            self.failed and other.failed,
            self.savepoints if len(self.savepoints) <= len(other.savepoints) else other.savepoints,
            self.flushed and other.flushed,
            self.committed_by | other.committed_by,
            self.of_one_branch | other.of_one_branch,
            self.of_one_path | other.of_one_path | self._beyond(other) | other._beyond(self),
            self.without_rows & other.without_rows,
        )

    def _beyond(self, other: SessionState) -> frozenset[Address]:
        theirs = {cls for address, cls in other.objects.items() if address not in self.objects}
        return frozenset(
            address
            for address, cls in self.objects.items()
            if address not in other.objects and cls not in theirs
        )

    def join_branches(self, other: SessionState) -> SessionState:
        """The same after the two branches of a condition: what only one of them has loaded does not
        answer anything on the other."""
        joined = self.join(other)
        apart = {self._apart_from(other), other._apart_from(self)} - {frozenset()}
        return replace(joined, of_one_branch=joined.of_one_branch | apart)

    def _apart_from(self, other: SessionState) -> frozenset[Address]:
        theirs = set(other.objects.values())
        return frozenset(address for address, cls in self.objects.items() if cls not in theirs)
