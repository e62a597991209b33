"""A persistent map from small integers to anything: a fork costs nothing, a write copies a path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import compress
from operator import is_not
from typing import Any

BITS = 4
WIDTH = 1 << BITS
MASK = WIDTH - 1
_SLOTS = range(WIDTH)
Node = list[Any]
"""WIDTH slots.  A list, because Python copies one in a third of a tuple's time; nobody writes
to a node that a trie can already reach."""

_EMPTY: Node = [None] * WIDTH

Merge = Callable[[int, Any, Any], Any]


class Trie:
    """An immutable map from non-negative integers; `None` stands for "absent".

    Two tries that grew from one ancestor share the nodes that neither has written to, so
    `merge` visits only what differs.
    """

    __slots__ = ("height", "root")

    def __init__(self, root: Node = _EMPTY, height: int = 0) -> None:
        self.root = root
        self.height = height

    def get(self, key: int) -> Any:
        """The value at `key`, or None."""
        shift = self.height * BITS
        if key >> (shift + BITS):
            return None
        node: Any = self.root
        while shift:
            node = node[(key >> shift) & MASK]
            if node is None:
                return None
            shift -= BITS
        return node[key & MASK]

    def set(self, key: int, value: Any) -> Trie:
        """A trie like this one with `value` at `key`."""
        root, height = self.root, self.height
        while key >> ((height + 1) * BITS):
            root = [root, *_EMPTY[1:]] if root is not _EMPTY else _EMPTY
            height += 1
        node = root = root.copy()
        shift = height * BITS
        while shift:
            slot = (key >> shift) & MASK
            child = node[slot] = (node[slot] or _EMPTY).copy()
            node = child
            shift -= BITS
        node[key & MASK] = value
        return Trie(root, height)

    def merge(self, other: Trie, merge: Merge) -> Trie:
        """The map of `merge(key, mine, theirs)` over every key at which the two differ.

        What only one of them has is kept as it is: whole branches at once, unvisited.
        """
        if self.root is other.root:
            return self
        height = max(self.height, other.height)
        mine, theirs = self._grown(height), other._grown(height)
        return Trie(_merge(mine, theirs, height * BITS, 0, merge), height)

    def items(self) -> Iterator[tuple[int, Any]]:
        """Every key with its value, in ascending order of keys."""
        return _items(self.root, self.height * BITS, 0)

    def _grown(self, height: int) -> Node:
        root = self.root
        for _ in range(height - self.height):
            root = [root, *_EMPTY[1:]]
        return root


def _merge(mine: Node, theirs: Node, shift: int, prefix: int, merge: Merge) -> Node:
    merged = mine
    # Most slots are the same on both sides: `compress` passes over them without a step of Python.
    for slot in compress(_SLOTS, map(is_not, mine, theirs)):
        left, right = mine[slot], theirs[slot]
        if right is None:
            continue
        if left is not None:
            key = prefix | (slot << shift)
            if shift:
                right = _merge(left, right, shift - BITS, key, merge)
            else:
                right = merge(key, left, right)
            if right is left:
                continue
        if merged is mine:
            # Only what differs from mine is copied: a loop that adds nothing is seen by that.
            merged = mine.copy()
        merged[slot] = right
    return merged


def _items(node: Node, shift: int, prefix: int) -> Iterator[tuple[int, Any]]:
    for slot, child in enumerate(node):
        if child is not None:
            key = prefix | (slot << shift)
            if shift:
                yield from _items(child, shift - BITS, key)
            else:
                yield key, child
