"""What refers to what on a path: that to which nothing refers, Python lets go of."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from types import FunctionType

from flake8_greenlet.interpreter.classes import ClassValue
from flake8_greenlet.interpreter.heap import Address, Heap
from flake8_greenlet.interpreter.values import Value


class References:
    """The addresses in the cells of a machine's heaps.  A cell never changes, and most of them are
    on every path: each is looked through once."""

    def __init__(self) -> None:
        # The cell stands beside its addresses so that nothing else gets its id.
        self._known: dict[int, tuple[object, tuple[Address, ...]]] = {}
        self._kept: tuple[Heap, set[Address]] | None = None

    def kept(self, heap: Heap, *, but: type | tuple[type, ...]) -> set[Address]:
        """The addresses of what variables, containers and attributes lead to; `but` are the types
        of cells that keep nothing alive by themselves, the same ones each time."""
        # Several questions about one path follow each other.
        if self._kept is None or not self._kept[0].same_as(heap):
            roots: list[Address] = []
            for cells in (heap.cells, heap.statics):
                for _, cell in cells.items():
                    if not isinstance(cell, but):
                        roots += self.of(cell)
            self._kept = heap, self.reached(roots, heap)
        return self._kept[1]

    def reached(self, roots: Iterable[Address], heap: Heap) -> set[Address]:
        """These, and what they lead to."""
        found: set[Address] = set()
        queue = list(roots)
        while queue:
            address = queue.pop()
            if address not in found:
                found.add(address)
                queue += self.of(heap.get(address))
        return found

    def of(self, cell: object) -> tuple[Address, ...]:
        """The addresses that stand in what a cell holds."""
        known = self._known.get(id(cell))
        if known is None:
            known = self._known[id(cell)] = cell, tuple(_referred(cell))
        return known[1]


def _referred(thing: object) -> Iterator[Address]:
    """The addresses that stand in a value, or in what a cell holds."""
    seen: set[int] = set()
    queue = [thing]
    while queue:
        part = queue.pop()
        if id(part) in seen or isinstance(part, ClassValue) or not getattr(part, "holds", True):
            continue
        seen.add(id(part))
        address = getattr(part, "address", None)
        if isinstance(address, int):
            yield address
        queue += _parts(part)


def _parts(thing: object) -> Iterable[object]:
    if isinstance(thing, Mapping):
        return thing.values()
    if isinstance(thing, (tuple, list, set, frozenset)):
        return thing
    if isinstance(thing, FunctionType):
        return [cell.cell_contents for cell in thing.__closure__ or ()]
    if dataclasses.is_dataclass(thing):
        return [getattr(thing, each.name) for each in dataclasses.fields(thing)]
    return thing.alternatives() if isinstance(thing, Value) else ()
