"""One attribute of an object: whether it is there, and if not, why.

Source: "Quickie Intro to Object States", "Column Loading Options", "Refreshing / Expiring".
"""

from __future__ import annotations

import enum
import functools

from flake8_greenlet.events import Cause, Deferred, Expired, Generated, NeverLoaded
from flake8_greenlet.interpreter.containers import Tuple
from flake8_greenlet.interpreter.values import NONE, UNKNOWN, Value, join
from flake8_greenlet.libraries.sqlalchemy.loading import EMPTY, EMPTY_PLAN, LOADING, RAISING, Plan
from flake8_greenlet.libraries.sqlalchemy.mapping import (
    EAGER_LAZY,
    LAZY_LAZY,
    Attribute,
    Column,
    MappedClass,
    Relationship,
)
from flake8_greenlet.libraries.sqlalchemy.polymorphism import Coverage
from flake8_greenlet.records import dataclass, replace


class Phase(enum.Enum):
    """The states of "Quickie Intro to Object States", and one for what was handed in."""

    TRANSIENT = "transient"
    PENDING = "pending"
    PERSISTENT = "persistent"
    DELETED = "deleted"
    DETACHED = "detached"
    UNKNOWN = "unknown"

    # Sets of them are what most states differ in, and Enum hashes names.
    __hash__ = object.__hash__


TRANSIENT = frozenset({Phase.TRANSIENT})
PENDING = frozenset({Phase.PENDING})
PERSISTENT = frozenset({Phase.PERSISTENT})
DELETED = frozenset({Phase.DELETED})
DETACHED = frozenset({Phase.DETACHED})
"""What an object is that is in one of these phases on every path."""


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


NO_MEMBERS = Tuple(())
"""A collection that is never loaded, as long as nobody has looked at it."""


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


def column_slot(column: Column, plan: Plan) -> Slot:
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
    below = plan.below(relation.name)
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
        return empty_slot(relation)
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
    return special_slot(relation)


def special_slot(relation: Relationship) -> Slot | None:
    """Relationships that are never lazily loaded; None for the others."""
    if relation.lazy in LAZY_LAZY:
        return None if relation.lazy == "select" else RAISING_SLOT
    if relation.lazy == "noload":
        return empty_slot(relation)
    if relation.lazy in EAGER_LAZY:
        return None
    return UNKNOWN_SLOT


def empty_slot(relation: Relationship) -> Slot:
    """What is never loaded is None, or an empty collection."""
    if relation.is_collection is None:
        return LOADED
    return Slot(NO_MEMBERS if relation.is_collection else NONE)


def missing_slot(relation: Relationship, cause: Cause) -> Slot:
    special = special_slot(relation)
    if special is not None:
        return special
    return Slot(cause=cause, unheld=relation.may_be_found_by_key)


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
            slot = column_slot(attribute, self.plan)
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
            return missing_slot(attribute, Expired(self.by))
        return missing_slot(attribute, NeverLoaded())


@dataclass(frozen=True)
class Inserted(Origin):
    """A new object after its INSERT: eager relationships do not fill it."""

    eager_defaults: bool | None = None

    def slot(self, attribute: Attribute) -> Slot:
        if isinstance(attribute, Relationship):
            return missing_slot(attribute, NeverLoaded(new=True))
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
                return self._gone(missing_slot(attribute, Expired(self.by)))
            return missing_slot(attribute, NeverLoaded())
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
        if strategy_of(attribute, plan) in IMMEDIATE:
            return None
        return missing_slot(attribute, NeverLoaded(base=base))
    by_key = [r for r in cls.mapping.relationships if strategy_of(r, plan) in IMMEDIATE]
    if isinstance(attribute, Column) and not any(r.is_many_to_one is not False for r in by_key):
        return Slot(cause=Deferred(base))
    return UNKNOWN_SLOT


IMMEDIATE = ("immediate", "immediateload")
BY_KEY = ("select", "lazyload", *IMMEDIATE)
SELECTIN = ("selectin", "selectinload")
IN_REFRESH = (*BY_KEY, *SELECTIN, "subquery", "subqueryload")
"""What a refresh, or whatever else loads a single object, loads by its key."""


def strategy_of(relation: Relationship, plan: Plan) -> str:
    """How a relationship is loaded with the rows."""
    return plan.relations.get(relation.name, (relation.lazy, EMPTY_PLAN))[0]


def takes_what_is_there(
    relation: Relationship, plan: Plan, by_key: tuple[str, ...] = BY_KEY
) -> bool:
    """Whether a relationship is loaded for each object by its key: if the session has what that key
    leads to, nobody is asked for it."""
    return relation.is_many_to_one is True and _is_loaded_by_key(relation, plan, by_key)


def _is_loaded_by_key(relation: Relationship, plan: Plan, by_key: tuple[str, ...]) -> bool:
    return all(
        not (one.unknown or one.wildcard) and strategy_of(relation, one) in by_key
        for one in plan.choices or (plan,)
    )


def below_in_hand(
    relation: Relationship, plan: Plan, below: Plan, by_key: tuple[str, ...] = BY_KEY
) -> Plan:
    """The plan by which loading a relationship fills what it leads to and is there already."""
    return in_hand(relation, below) if _is_loaded_by_key(relation, plan, by_key) else below


def in_hand(relation: Relationship, plan: Plan) -> Plan:
    """What a lazy load, or a load like one, fills of the objects that are there already: what would
    take another statement than its own, it does not ask for."""
    if relation.target is None or plan.unknown or plan.wildcard:
        return plan
    others = {
        other.name: ("lazyload", EMPTY_PLAN)
        for other in relation.target.mapping.relationships
        if strategy_of(other, plan) in (*IMMEDIATE, *SELECTIN)
    }
    return replace(plan, relations={**plan.relations, **others})
