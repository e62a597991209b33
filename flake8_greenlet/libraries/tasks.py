"""Tasks that run at a time, and the sessions that they use together.

Source: "Using AsyncSession with Concurrent Tasks": a session is for one task at a time.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import field

from flake8_greenlet.events import ConcurrentUse
from flake8_greenlet.interpreter.classes import Instance
from flake8_greenlet.interpreter.frames import Scope
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import Site, Value
from flake8_greenlet.records import dataclass


@dataclass(frozen=True)
class Use:
    """A session does IO."""

    address: Address
    writes: bool
    """It flushes, or commits what it has to write."""
    connected: bool
    """It surely has its connection already."""


Uses = frozenset[Use]


@dataclass(frozen=True)
class Running:
    """A task that runs beside its maker: a fact of the paths on which that has not waited for it
    yet."""

    node: ast.AST
    used: Uses
    made_at: Site = field(compare=False)
    depth: int = field(compare=False)
    guards: int = field(compare=False)
    waits: int = field(compare=False)
    """What its maker had waited for: during any other wait the task may have come to its end."""
    group: Address | None = field(compare=False)
    """The task group at whose end it is over."""

    @staticmethod
    def begin(used: Uses, site: Site, group: Address | None = None) -> Running:
        machine = site.machine
        tasks = machine.tasks
        held = tasks.depth, tasks.guards, tasks.waits
        running = Running(site.node, used, site, *held, group)
        # One of an earlier turn may have come to its end since.
        machine.heap = machine.heap.regardless_of(running).assuming(running, True)
        # A loop sees by this that its turn has done something.
        machine.allocate(site.opaque())
        return running

    def end(self, site: Site) -> None:
        """Somebody has waited for it, or may have."""
        machine = site.machine
        machine.heap = machine.heap.regardless_of(self)
        left = {use.address for running in all_running(site) for use in running.used}
        for fact in machine.heap.facts:
            if isinstance(fact, Told) and fact.address not in left:
                machine.heap = machine.heap.regardless_of(fact)


@dataclass(frozen=True)
class Told:
    """What is told once, as long as one of these tasks runs."""

    address: Address


def all_running(site: Site) -> list[Running]:
    """The tasks that surely run beside whoever is here."""
    tasks = site.machine.tasks
    return [
        fact
        for fact in site.heap.facts
        if isinstance(fact, Running) and fact.depth == tasks.depth and fact.waits == tasks.waits
    ]


def use(used: Use, site: Site) -> None:
    """A session does IO here, in whatever task, and beside those that run."""
    tasks = site.machine.tasks
    tasks.use(used)
    for running in all_running(site):
        if tasks.guards <= running.guards:
            together = Together(running.made_at, [running.used])
            together.add(frozenset({used}))
            together.tell_once(site)


def uses_of(task: Value, site: Site) -> Uses:
    """What a task will use, which has not begun."""
    machine = site.machine
    used: set[object] = set()
    if not machine.is_ahead:
        with machine.ahead(), machine.tasks.watching() as used:
            task.awaited(site)
    return _uses(used)


def _uses(used: Iterable[object]) -> Uses:
    return frozenset(thing for thing in used if isinstance(thing, Use))


class Together:
    """The tasks that something makes at one place, and those that run beside them."""

    def __init__(self, made_at: Site, beside: Iterable[Uses] = ()) -> None:
        self.made_at = made_at
        self.parties = list(beside)
        self.events: dict[Address, ConcurrentUse] = {}

    def run(self, task: Value, site: Site) -> tuple[Value, Uses]:
        """The outcome of one of them, which runs here and now, and what it has used."""
        with site.machine.tasks.watching() as used:
            outcome = task.awaited(site)
        self.add(_uses(used))
        return outcome, _uses(used)

    def add(self, used: Uses) -> None:
        """One more of them has used this."""
        for party in self.parties:
            for use in used:
                met = [other for other in party if other.address == use.address]
                if met:
                    self.events.setdefault(use.address, self._event(use, met, used))
        self.parties.append(used)

    def _event(self, use: Use, met: list[Use], used: Uses) -> ConcurrentUse:
        mine = [each for each in used if each.address == use.address]
        return ConcurrentUse(
            name_of(use.address, self.made_at),
            writes=any(each.writes for each in mine) and any(each.writes for each in met),
            connected=all(each.connected for each in (*mine, *met)),
        )

    def tell(self) -> None:
        """Tell of the first session that they use together."""
        for address in sorted(self.events)[:1]:
            self.made_at.emit(self.events[address])

    def tell_once(self, site: Site) -> None:
        """The same, unless it was told of a task that runs still."""
        machine = site.machine
        for address in sorted(self.events)[:1]:
            told = Told(address)
            if told not in machine.heap.facts:
                machine.heap = machine.heap.assuming(told, True)
                self.made_at.emit(self.events[address])


def _in_sight(site: Site) -> Iterator[tuple[str, Value]]:
    """The variables of a function, and of those around it, that have a name in the source."""
    scope: Scope | None = site.frame.scope
    while scope is not None:
        for name, address in scope.cells.items():
            value = site.state(address)
            if isinstance(value, Value) and name.isidentifier():
                yield name, value
        scope = scope.parent


def name_of(address: Address, site: Site) -> str | None:
    """How something in sight is spelled that is at an address."""
    in_sight = list(_in_sight(site))
    for name, value in in_sight:
        if any(getattr(each, "address", None) == address for each in value.alternatives()):
            return name
    for name, value in in_sight:
        if isinstance(value, Instance):
            for attribute, held in value.attributes(site).values.items():
                if getattr(held, "address", None) == address:
                    return f"{name}.{attribute}"
    return None
