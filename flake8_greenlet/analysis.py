"""One file, from its tree to its findings."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from flake8_greenlet.checkers import messages
from flake8_greenlet.entries import Start, misplaced_awaits, starts
from flake8_greenlet.interpreter.machine import BudgetExhausted, Happening, Machine
from flake8_greenlet.interpreter.values import PathEnds
from flake8_greenlet.interpreter.world import World
from flake8_greenlet.positions import position
from flake8_greenlet.project import Module

LOG = logging.getLogger("flake8.greenlet")

SAFETY_NET = True
"""Whether an unexpected exception costs one function its analysis, and no more.  An exception
that escapes from a plugin silences flake8 for every file; the tests switch the net off."""


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
    for happening in happenings(world, module, budget):
        for code, text in messages(happening.event):
            row, column = position(happening.node, lines)
            finding = Finding(row, column, code, text)
            found[row, column] = min(found.get((row, column), finding), finding)
    return sorted(found.values())


def happenings(world: World, module: Module, budget: int) -> Iterator[Happening]:
    """Everything that happens when the entry points of a module run, each on its own."""
    yield from misplaced_awaits(module)
    for start in starts(module):
        yield from _run(world, module, budget, start)


def _run(world: World, module: Module, budget: int, start: Start) -> list[Happening]:
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
    return machine.happenings
