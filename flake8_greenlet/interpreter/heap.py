"""What is known of every mutable thing along one path of execution.

A path is a `Heap`: cells (what each address holds) and facts (which way the opaque conditions
on this path were decided).  Heaps are immutable; a fork is a second reference, a join visits
only the cells that differ.  What is in a cell is its owner's business: all the heap asks of it
is how two of them join.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from flake8_greenlet.interpreter.trie import Trie

Address = int
Facts = Mapping[object, bool]

_NO_CELLS = Trie()
_NO_FACTS: Facts = {}


class Apart:
    """A fact that keeps paths apart up to the end of an entry point: what its caller does then
    belongs to it."""

    __slots__ = ()


def is_static(address: Address) -> bool:
    """Whether what is there exists once per project, such as a module's globals."""
    return address < 0


class State(Protocol):
    """What a cell holds: a value, or the state of a mutable thing."""

    def join(self, other: Any, /) -> Any:
        """What holds when either of the two may be the case."""


class Heap:
    """The cells and facts of one path.

    Things that exist once per project have static addresses; `origin` holds what they were when
    their module had been imported.
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
        self.cells = _NO_CELLS if cells is None else cells
        self.statics = _NO_CELLS if statics is None else statics
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

    def without(self, address: Address) -> Heap:
        """This path, on which nothing is at the address; a join takes the other's word."""
        if address < 0:
            return self
        return Heap(self.origin, self.cells.set(address, None), self.statics, self.facts)

    def regardless_of(self, condition: object) -> Heap:
        """This path, no longer told apart by one condition."""
        facts = {known: outcome for known, outcome in self.facts.items() if known != condition}
        return Heap(self.origin, self.cells, self.statics, facts)

    def assuming(self, condition: object, outcome: bool) -> Heap:
        """This path, given that an opaque condition came out one way."""
        return Heap(self.origin, self.cells, self.statics, {**self.facts, condition: outcome})

    def same_as(self, other: Heap) -> bool:
        """Whether no cell was written between the two."""
        return self.cells.root is other.cells.root and self.statics.root is other.statics.root

    def apart(self) -> frozenset[object]:
        """What keeps this path apart from others, whatever else is so on it."""
        return frozenset(fact for fact in self.facts if isinstance(fact, Apart))

    def join(self, other: Heap, *, branches: bool = False) -> Heap:
        """What holds after two paths have met, as the `branches` of a condition or otherwise."""
        return self._met(other, _join_branches if branches else _join_cells)

    def agreed(self, other: Heap) -> Heap:
        """What holds where only one of two paths is ever taken, and nobody knows which."""
        return self._met(other, _agree)

    def _met(self, other: Heap, join_cells: Callable[[int, Any, Any], State]) -> Heap:
        if self is other:
            return self
        cells = self.cells.merge(other.cells, join_cells)
        statics = self._with_origin(other).merge(other._with_origin(self), join_cells)
        facts = self.facts
        if facts is not other.facts:
            facts = {
                condition: outcome
                for condition, outcome in facts.items()
                if other.facts.get(condition) is outcome
            }
        return Heap(self.origin, cells, statics, facts)

    def decided_as(self, other: Heap) -> Heap:
        """This path, with what another one knows of which branch of a condition was taken."""
        cells = self.cells.merge(other.cells, _as_decided)
        return Heap(self.origin, cells, self.statics, self.facts)

    def _with_origin(self, other: Heap) -> Trie:
        """The static cells, with those that only the other path has written as they were."""
        statics = self.statics
        if statics.root is not other.statics.root:
            for key, _ in other.statics.items():
                first = self.origin.get(~key)
                if first is not None and statics.get(key) is None:
                    statics = statics.set(key, first)
        return statics


def _join_cells(_: int, mine: State, theirs: State) -> State:
    joined: State = mine.join(theirs)
    return joined


def _join_branches(_: int, mine: State, theirs: State) -> State:
    joined: State = getattr(mine, "join_branches", mine.join)(theirs)
    return joined


def _agree(_: int, mine: State, theirs: State) -> State:
    joined: State = getattr(mine, "agreed", mine.join)(theirs)
    return joined


def _as_decided(_: int, mine: State, theirs: State) -> State:
    decided_as = getattr(mine, "decided_as", None)
    state: State = mine if decided_as is None else decided_as(theirs)
    return state


def join_all(heaps: Iterable[Heap]) -> Heap | None:
    """One heap for many paths; None when there is none."""
    joined: Heap | None = None
    for heap in heaps:
        joined = heap if joined is None else joined.join(heap)
    return joined
