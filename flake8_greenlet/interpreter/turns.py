"""The turns of a loop over a collection of which only a summary is known.

One element stands for all.  A turn splits the current element off, and folds it into those
that had their turn; only when the loop was not left early do these stand for the collection.
So `for user in users: await session.refresh(user)` leaves every user refreshed.
"""

from __future__ import annotations

from collections.abc import Iterable

from flake8_greenlet.interpreter.containers import Tuple
from flake8_greenlet.interpreter.values import Alternatives, Arguments, Site, Value, join_values

DEPTH = 3
"""How far it is from what a turn binds to what is another one at each turn as well."""


class Turns:
    """A loop in which all turns bind the same value."""

    def __init__(self, element: Value) -> None:
        self.element = element

    def begin(self, site: Site) -> Value:
        """What the next turn binds."""
        return self.element

    def end(self, site: Site) -> None:
        """The turn is over."""

    def finish(self, site: Site, *, exhausted: bool) -> None:
        """The loop is over; `exhausted` unless it was left by `break`."""


class Elementwise(Value):
    """A value whose elements have a state of their own, so that turns differ."""

    __slots__ = ()

    def turns(self, site: Site) -> Turns:
        raise NotImplementedError


class TupleTurns(Turns):
    """Turns over rows: each item of the tuple has its own."""

    def __init__(self, items: Iterable[Value], site: Site) -> None:
        self.items = [turns_of(item, site) for item in items]

    def begin(self, site: Site) -> Value:
        return Tuple(tuple(item.begin(site) for item in self.items))

    def end(self, site: Site) -> None:
        for item in self.items:
            item.end(site)

    def finish(self, site: Site, *, exhausted: bool) -> None:
        for item in self.items:
            item.finish(site, exhausted=exhausted)


class AlternativeTurns(TupleTurns):
    """Turns over elements of several kinds: each kind has its own."""

    def begin(self, site: Site) -> Value:
        return join_values(item.begin(site) for item in self.items)


def call_for_each(function: Value, element: Value, site: Site) -> Value:
    """Call a function with one element after the other, as `sorted(users, key=function)` does."""
    turns = turns_of(element, site)
    result = function.call(Arguments([turns.begin(site)]), site)
    turns.end(site)
    turns.finish(site, exhausted=True)
    return result


def turns_of(element: Value, site: Site) -> Turns:
    """The turns of a loop over elements like this one."""
    if isinstance(element, Elementwise):
        return element.turns(site)
    if isinstance(element, Tuple):
        return TupleTurns(element.items, site)
    if isinstance(element, Alternatives):
        return AlternativeTurns(element.values, site)
    element.one_of_many(site, DEPTH)
    return Turns(element)
