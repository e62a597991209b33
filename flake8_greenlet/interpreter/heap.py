"""What is known of every mutable thing along one path of execution.

A path is a `Heap`: cells (what each address holds) and facts (which way the opaque conditions
on this path were decided).  Heaps are immutable; a fork is a second reference, a join visits
only the cells that differ.  What is in a cell is its owner's business: all the heap asks of it
is how two of them join.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from flake8_greenlet.interpreter.trie import Trie

Address = int
Facts = Mapping[object, bool]

_NO_FACTS: Facts = {}


class State(Protocol):
    """What a cell holds: a value, or the state of a mutable thing."""

    def join(self, other: State, /) -> State:
        """What holds when either of the two may be the case."""


StateT = TypeVar("StateT", bound=State)


def join_states(mine: StateT | None, theirs: StateT | None) -> StateT | None:
    """Join two cells; one that only one path knows is kept as that path knows it."""
    if mine is None or mine is theirs:
        return theirs
    if theirs is None:
        return mine
    return mine.join(theirs)  # type: ignore[return-value]


class Heap:
    """The cells and facts of one path.

    Addresses below zero belong to things that exist once per project, such as a module's
    globals; `origin` holds what they were when their module had been imported.
    """

    __slots__ = ("cells", "facts", "origin", "statics")

    def __init__(
        self,
        origin: Mapping[Address, State],
        cells: Trie | None = None,
        statics: Trie | None = None,
        facts: Facts = _NO_FACTS,
    ) -> None:
        self.origin = origin
        self.cells = cells or Trie()
        self.statics = statics or Trie()
        self.facts = facts

    def get(self, address: Address) -> State | None:
        """What the cell holds on this path, or None when it is unbound."""
        if address >= 0:
            found: State | None = self.cells.get(address)
            return found
        found = self.statics.get(~address)
        return self.origin.get(address) if found is None else found

    def set(self, address: Address, state: State) -> Heap:
        """This path after a write."""
        if address >= 0:
            return Heap(self.origin, self.cells.set(address, state), self.statics, self.facts)
        return Heap(self.origin, self.cells, self.statics.set(~address, state), self.facts)

    def assuming(self, condition: object, outcome: bool) -> Heap:
        """This path, given that an opaque condition came out one way."""
        return Heap(self.origin, self.cells, self.statics, {**self.facts, condition: outcome})

    def without_facts(self) -> Heap:
        """This path, no longer told apart by how its conditions came out."""
        return Heap(self.origin, self.cells, self.statics)

    def same_as(self, other: Heap) -> bool:
        """Whether no cell was written between the two."""
        return self.cells.root is other.cells.root and self.statics.root is other.statics.root

    def join(self, other: Heap) -> Heap:
        """What holds after two paths have met."""
        if self is other:
            return self
        cells = self.cells.merge(other.cells, lambda _, a, b: join_states(a, b))
        origin = self.origin

        def static(key: int, mine: State | None, theirs: State | None) -> State | None:
            first = origin.get(~key)
            return join_states(first if mine is None else mine, first if theirs is None else theirs)

        statics = self.statics.merge(other.statics, static)
        facts = {
            condition: outcome
            for condition, outcome in self.facts.items()
            if other.facts.get(condition) is outcome
        }
        return Heap(origin, cells, statics, facts)


def join_all(heaps: Iterable[Heap]) -> Heap | None:
    """One heap for many paths; None when there is none."""
    joined: Heap | None = None
    for heap in heaps:
        joined = heap if joined is None else joined.join(heap)
    return joined
