"""What is known of a session on one path.

Source: "Session Basics", "Managing Transactions".
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.libraries.sqlalchemy.mapping import MappedClass

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
    found: frozenset[Address] = frozenset()
    """The objects that turned out to have a row, in this transaction: its key is not asked for in
    vain."""
    claims: frozenset[Claim] = frozenset()
    """What was added with a value of a unique column, on every path."""
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
            self.found & other.found,
            self.claims & other.claims,
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
