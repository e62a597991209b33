"""What is known of a session on one path.

Source: "Session Basics", "Managing Transactions".
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping
from dataclasses import field

from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.libraries.sqlalchemy.blocking import Injected
from flake8_greenlet.libraries.sqlalchemy.mapping import MappedClass
from flake8_greenlet.records import dataclass, replace

OUTERMOST: Address = -1
"""Stands for the transaction that no savepoint is."""


class Begun(enum.Enum):
    """Whether a session has a transaction open."""

    YES = "yes"
    NO = "no"
    SOMEWHERE = "on some paths"
    UNKNOWN = "unknown"

    @property
    def is_somewhere(self) -> bool:
        """Whether there is one, on some path at least."""
        return self in (Begun.YES, Begun.SOMEWHERE)

    def join(self, other: Begun) -> Begun:
        if self is other:
            return self
        return Begun.SOMEWHERE if self.is_somewhere or other.is_somewhere else Begun.UNKNOWN


@dataclass(frozen=True)
class Claim:
    """A value of a unique column, and the object that was added with it."""

    address: Address
    cls: MappedClass
    column: str
    key: object


@dataclass(frozen=True)
class Branches:
    """Two branches of a condition that have met: what only the one has loaded, and what only the
    other."""

    one: frozenset[Address]
    other: frozenset[Address]
    taken: frozenset[Address] | None = None
    """That of the branch which has turned out to be the one that was taken."""

    @property
    def sides(self) -> tuple[frozenset[Address], frozenset[Address]]:
        return self.one, self.other

    def side(self, address: Address) -> frozenset[Address] | None:
        """The branch that has an object; None where both have."""
        return next((side for side in self.sides if address in side), None)

    def with_seen(self, address: Address) -> Branches:
        """The same once this object was there; what stands for either has shown nothing."""
        side = self.side(address)
        if side is None or side == self.taken:
            return self
        return replace(self, taken=side if self.taken is None else None)

    def answers(self, some: Collection[Address], owner: Address) -> bool:
        """Whether one of some objects is there wherever the owner of a relationship is."""
        side = self.side(owner) or self.taken
        sides = self.sides if side is None else (side,)
        return not any(side.isdisjoint(some) for side in sides)


def _met(ours: frozenset[Branches], theirs: frozenset[Branches]) -> frozenset[Branches]:
    """What is known of the branches where two paths meet: which one was taken, if both know."""
    taken: dict[tuple[frozenset[Address], ...], Branches] = {}
    for each in ours | theirs:
        known = taken.setdefault(each.sides, each)
        if known != each:
            taken[each.sides] = replace(each, taken=None)
    return frozenset(taken.values())


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
    injected: Injected | None = None
    """How it came through a parameter that a framework fills."""
    half: str | None = None
    """The attribute of something asynchronous behind which it does its IO: `sync_engine`."""
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
    branches: frozenset[Branches] = frozenset()
    """The branches that have met here."""
    along: Mapping[Address, Address] = field(default_factory=dict)
    """Of what has come by way of an object that only one branch has: that object."""
    of_one_path: frozenset[Address] = frozenset()
    """What is there on some of the paths only that have met here; not where each of them has
    something of its class that the other has not, which may well be the same rows."""
    found: frozenset[Address] = frozenset()
    """The objects that turned out to have a row, in this transaction: its key is not asked for in
    vain."""
    added: frozenset[Address] = frozenset()
    """The new objects that were added on every path."""
    claims: frozenset[Claim] = frozenset()
    """What was added with a value of a unique column, on every path."""
    without_rows: frozenset[MappedClass] = frozenset()
    """The classes of which a query for all rows has found none."""
    several: bool = False
    """It stands for more than one, as that of a registry, which has one for each task."""

    def comes_from(self, address: Address) -> Address:
        """The object by way of which one has come, if only one branch has that; or itself."""
        return self.along.get(address, address)

    def is_of_a_branch(self, address: Address) -> bool:
        """Whether only one of two branches that have met has an object."""
        return any(each.side(self.comes_from(address)) is not None for each in self.branches)

    def has_on_one_branch(self, some: Collection[Address]) -> bool:
        """Whether, of two branches that have met, one has some of these and the other none."""
        origins = set(map(self.comes_from, some))
        return any(
            each.taken is None
            and origins <= each.one | each.other
            and origins.isdisjoint(each.one) != origins.isdisjoint(each.other)
            for each in self.branches
        )

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
            self.half if self.half == other.half else None,
            self.blocks and other.blocks,
            self.autoflush and other.autoflush,
            self.failed and other.failed,
            self.savepoints if len(self.savepoints) <= len(other.savepoints) else other.savepoints,
            self.flushed and other.flushed,
            self.committed_by | other.committed_by,
            self.of_one_branch | other.of_one_branch,
            _met(self.branches, other.branches),
            {**self.along, **other.along},
            self.of_one_path | other.of_one_path | self._beyond(other) | other._beyond(self),
            self.found & other.found,
            self.added & other.added,
            self.claims & other.claims,
            self.without_rows & other.without_rows,
            self.several or other.several,
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
        ours = frozenset(self.objects).difference(other.objects)
        theirs = frozenset(other.objects).difference(self.objects)
        met = frozenset({Branches(ours, theirs)} if ours or theirs else ())
        return replace(
            joined,
            of_one_branch=joined.of_one_branch | apart,
            branches=joined.branches | met,
        )

    def decided_as(self, other: SessionState) -> SessionState:
        """The same with those branches that another path knows of as they are there."""
        theirs = {each.sides: each for each in other.branches}
        branches = frozenset(theirs.get(each.sides, each) for each in self.branches)
        return self if branches == self.branches else replace(self, branches=branches)

    def _apart_from(self, other: SessionState) -> frozenset[Address]:
        theirs = set(other.objects.values())
        return frozenset(address for address, cls in self.objects.items() if cls not in theirs)
