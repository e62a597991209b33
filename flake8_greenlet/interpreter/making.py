"""What the instances of project classes hold, and how those came about that were handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from flake8_greenlet.interpreter.containers import left_empty
from flake8_greenlet.interpreter.heap import Address, State
from flake8_greenlet.interpreter.values import UNKNOWN, PathEnds, Site, Value, escape, join_values
from flake8_greenlet.records import dataclass

if TYPE_CHECKING:
    from flake8_greenlet.interpreter.classes import Instance
    from flake8_greenlet.interpreter.functions import FunctionValue

MAX_MAKINGS = 3
"""How many instances may be made inside of each other, each for the `__init__` of the next."""


@dataclass(frozen=True)
class Attributes:
    """What an instance's `__dict__` holds on one path."""

    values: Mapping[str, Value] = field(default_factory=dict)
    open: bool = False
    """Something unknown may have set more."""

    def join(self, other: Attributes | Unmade) -> Attributes:
        if isinstance(other, Unmade):
            return other.looked_at(self)
        if self == other:
            return self
        values = {
            name: join_values([self.values[name], other.values[name]])
            if name in self.values and name in other.values
            else UNKNOWN
            for name in (*self.values, *(n for n in other.values if n not in self.values))
        }
        return Attributes(values, self.open or other.open)


class Making:
    """How an instance came about that was handed in: its `__init__` was given arguments of which
    only the annotations tell, and its other methods may have run since.

    Most of what is handed in is never looked at.  So this is run for the first path on which
    somebody does; the other paths get what came of it.
    """

    __slots__ = ("_cells", "_initializer", "_made_at", "_site", "attributes")

    def __init__(self, initializer: FunctionValue, site: Site) -> None:
        self._initializer = initializer
        self._site = site
        self._made_at = site.machine.clock
        self._cells: list[tuple[Address, State]] = []
        self.attributes: Attributes | None = None
        """What came of it, once it was run."""

    def run(self, instance: Instance, site: Site) -> Attributes:
        """What the instance holds where nobody has changed it since, on the current path."""
        machine = site.machine
        under_way = machine.under_way
        if self.attributes is None:
            if instance.cls in under_way or len(under_way) > MAX_MAKINGS:
                return Attributes(open=True)
            under_way.append(instance.cls)
            path, first = machine.heap, machine.next_address
            site.store(instance.address, Attributes(open=True))
            try:
                with machine.earlier(self._made_at):
                    machine.run_unknown_call(self._initializer, instance, self._site)
            except PathEnds:
                machine.heap = path
                site.store(instance.address, Attributes(open=True))
            finally:
                under_way.pop()
            self.attributes = _without_late_attributes(instance, self._site)
            made = ((each, site.state(each)) for each in range(first, machine.next_address))
            self._cells = [(address, state) for address, state in made if state is not None]
            machine.heap = path
        for address, state in self._cells:
            if site.state(address) is None:
                site.store(address, state)
        return self.attributes


@dataclass(frozen=True)
class Unmade:
    """What is in the place of its attributes until somebody looks at an instance."""

    making: Making
    has_escaped: bool = False
    """Nobody knows what became of what it holds."""

    def made(self, instance: Instance, site: Site) -> Attributes:
        """The attributes, now that somebody looks at them."""
        attributes = self.making.run(instance, site)
        site.store(instance.address, attributes)
        if self.has_escaped:
            for value in attributes.values.values():
                escape(value, site)
        return attributes

    def looked_at(self, attributes: Attributes) -> Attributes:
        """What holds where only another path has looked, on which these are the attributes."""
        made = self.making.attributes
        return Attributes(open=True) if self.has_escaped or made is None else made.join(attributes)

    def join(self, other: Attributes | Unmade) -> Attributes | Unmade:
        if isinstance(other, Attributes):
            return self.looked_at(other)
        return self if self == other else Unmade(self.making, has_escaped=True)


def _without_late_attributes(instance: Instance, site: Site) -> Attributes:
    """What other methods assign to `self`, or fill, may hold anything by now."""
    cls = instance.cls
    attributes = dict(instance.attributes(site).values)
    for ancestor in cls.lineage:
        for name in site.machine.world.late_attributes(ancestor):
            declared = cls.annotation(name)
            if declared is not None:
                attributes.pop(name, None)
            elif name in attributes:
                attributes[name] = UNKNOWN
    for value in attributes.values():
        left_empty(value, site)
    return Attributes(attributes, open=True)
