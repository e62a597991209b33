"""One file, from its tree to its findings."""

from __future__ import annotations

import ast
import gc
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest

from flake8_greenlet.checkers import messages
from flake8_greenlet.entries import Start, misplaced_awaits, start_around, starts
from flake8_greenlet.interpreter.machine import Activation, BudgetExhausted, Happening, Machine
from flake8_greenlet.interpreter.values import PathEnds
from flake8_greenlet.interpreter.world import World
from flake8_greenlet.positions import position
from flake8_greenlet.project import Module
from flake8_greenlet.records import dataclass

LOG = logging.getLogger("flake8.greenlet")

SAFETY_NET = True
"""Whether an unexpected exception costs one function its analysis, and no more.  An exception
that escapes from a plugin silences flake8 for every file; the tests switch the net off."""


FUNCTIONS = 12
"""How many functions of a file may use up their whole budget. Where more do, all get a fair share
of what these have together."""


@dataclass(frozen=True, order=True)
class Finding:
    """One line of flake8's output."""

    row: int
    column: int
    code: str
    text: str


def analyse(world: World, module: Module, lines: list[str], budget: int) -> list[Finding]:
    """The findings of a module, sorted, at most one for each place."""
    found: dict[tuple[int, int], Finding] = {}
    with fewer_collections():
        for happening in happenings(world, module, budget):
            for code, text in messages(happening.event):
                row, column = position(happening.node, lines)
                finding = Finding(row, column, code, text)
                found[row, column] = min(found.get((row, column), finding), finding)
    return sorted(found.values())


def happenings(world: World, module: Module, budget: int) -> Iterator[Happening]:
    """Everything that happens when the entry points of a module run, each on its own."""
    yield from misplaced_awaits(module)
    elsewhere = Elsewhere(world, budget)
    for run in _runs(world, module, budget):
        for happening in run.happenings:
            if not elsewhere.tells(happening):
                yield happening


@contextmanager
def fewer_collections() -> Iterator[None]:
    """While this lasts, the garbage collector looks for circles less often.

    The paths of a run are many small objects that live for as long as the run does: looking
    through them again and again cost a seventh of the whole.
    """
    before = gc.get_threshold()
    if before[0]:  # else somebody does without
        gc.set_threshold(max(before[0], 100_000), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _runs(world: World, module: Module, budget: int) -> list[Machine]:
    """A run of each entry point of a module, in order.

    A file has the steps of so many whole budgets. What needs more is not cut off at its end, where
    an edit at the top would take findings away: every entry point is left the same share.
    """
    entries = list(starts(module))
    limit = FUNCTIONS * budget
    runs: list[Machine] = []
    for start in entries:
        if sum(run.steps for run in runs) > limit:
            break
        runs.append(_run(world, module, budget, start))
    missing = len(entries) - len(runs)
    if not missing:
        return runs
    share = _fair_share([*(run.steps for run in runs), *[budget] * missing], limit)
    return [
        run if run is not None and run.steps <= share else _run(world, module, share, start)
        for start, run in zip_longest(entries, runs)
    ]


def _fair_share(needs: Sequence[int], limit: int) -> int:
    """How much each may have at most, so that all together have no more than there is: who needs
    less leaves the rest to the others."""
    left = limit
    for place, need in enumerate(sorted(needs)):
        share = left // (len(needs) - place)
        if need > share:
            return share
        left -= need
    return max(needs, default=limit)


class Elsewhere:
    """What the checks of other files tell of the callees that stand in them."""

    def __init__(self, world: World, budget: int) -> None:
        self._world = world
        self._budget = budget
        self._under_way: list[ast.AST] = []
        self._circle = 0
        """How many of those under way nothing rests on that has been assumed of the others."""

    def tells(self, happening: Happening) -> bool:
        """Whether the file of one of the callees that made the trouble is told of it by itself."""
        places = {callee.place for callee in happening.elsewhere}
        return any(self._tells_of(callee, places) for callee in happening.elsewhere)

    def _tells_of(self, callee: Activation, places: set[ast.AST]) -> bool:
        found = start_around(self._world, callee)
        if found is None:
            return False
        node, start = found
        if node in self._under_way:
            self._circle = min(self._circle, self._under_way.index(node))
            return True
        told = self._world.told.get(node)
        if told is None:
            told = self._places(node, callee.module, start)
        return not told.isdisjoint(places)

    def _places(self, node: ast.AST, module: Module, start: Start) -> frozenset[ast.AST]:
        """Where the run of a start tells something.

        Two that ask each other are both taken to tell; what rests on that is not kept, so that the
        answer does not depend on who asked first.
        """
        depth = len(self._under_way)
        outer, self._circle = self._circle, depth
        self._under_way.append(node)
        run = _run(self._world, module, self._budget, start)
        places = frozenset(each.node for each in run.happenings if not self.tells(each))
        self._under_way.pop()
        if self._circle >= depth:
            self._world.told[node] = places
        self._circle = min(outer, self._circle)
        return places


def _run(world: World, module: Module, budget: int, start: Start) -> Machine:
    machine = Machine(world, module, budget=budget)
    try:
        start(machine)
    except (PathEnds, BudgetExhausted):
        pass
    except RecursionError:
        LOG.debug("too deep: %s", module.path)
    except Exception:
        if not SAFETY_NET:
            raise
        LOG.debug("an entry point of %s was given up", module.path, exc_info=True)
    return machine
