"""What a file may cost, and what becomes of its findings when it would cost more."""

from __future__ import annotations

import ast
import gc
from pathlib import Path

import pytest

from flake8_greenlet import analysis
from flake8_greenlet.analysis import fewer_collections
from flake8_greenlet.interpreter.world import World
from flake8_greenlet.libraries import KnownLibraries, Settings
from flake8_greenlet.options import Options
from flake8_greenlet.plugin import GreenletChecker
from flake8_greenlet.project import Module, Project

BUDGET = 100

HEAD = """\
from sqlalchemy.ext.asyncio import AsyncSession

"""

GREEDY = """
async def work{n}(session: AsyncSession, items: list[str]):
    session.commit()
"""


def program(functions: int, statements: int) -> str:
    """So many functions that drop a coroutine at once, and then have so much to do."""
    body = "".join(f"    items.append('{n}'.title())\n" for n in range(statements))
    return HEAD + "".join(GREEDY.format(n=n) + body for n in range(functions))


def runs(text: str) -> list[int]:
    """The steps that the runs of a file have taken, the module's body first."""
    tree = ast.parse(text)
    project = Project(None)
    module = project.buffer("-", tree, text.splitlines(keepends=True))
    assert isinstance(module, Module)
    world = World(project, KnownLibraries(Settings()))
    return [run.steps for run in analysis._runs(world, module, BUDGET)]


def told(text: str, path: Path) -> list[int]:
    """The lines at which something is told."""
    lines = text.splitlines(keepends=True)
    options = Options(budget=BUDGET)
    return [row for row, *_ in GreenletChecker(ast.parse(text), lines, str(path), options).run()]


@pytest.mark.parametrize(
    ("needs", "limit", "share"),
    [
        ([], 100, 100),
        ([1, 2, 3], 100, 3),
        ([30, 30, 30], 60, 20),
        ([2, 30, 30], 60, 29),
        ([2, 10, 300], 60, 48),
        ([50, 300, 2, 300], 60, 19),
    ],
)
def test_what_is_left_goes_to_those_who_need_more(needs: list[int], limit: int, share: int) -> None:
    assert analysis._fair_share(needs, limit) == share


def test_a_few_have_their_whole_budget() -> None:
    few = analysis.FUNCTIONS - 2
    assert max(runs(program(few, 60))) > BUDGET


def test_many_have_a_fair_share() -> None:
    steps = runs(program(60, 60))
    assert len(steps) == 61
    assert sum(steps) < analysis.FUNCTIONS * BUDGET * 1.1
    # All of them, those at the end included, have come equally far.
    assert len(set(steps[1:])) == 1


def test_small_ones_among_the_greedy_are_run_to_their_end() -> None:
    small = GREEDY.format(n="_small") + "    session.rollback()\n"
    text = program(60, 60) + small
    (most,) = set(runs(text)[1:-1])
    assert runs(text)[-1] < most


def test_an_instance_that_nobody_looks_at_costs_nothing() -> None:
    big = "class Big:\n    def __init__(self):\n" + "        print(self)\n" * 100
    unread = big + "\n\ndef function(big: Big):\n    return big\n"
    looked_at = big + "\n\ndef function(big: Big):\n    return big.name\n"
    assert runs(unread)[-1] < 10
    assert runs(looked_at)[-1] > 100


def test_findings_at_the_bottom_stay(tmp_path: Path) -> None:
    text = program(80, 60)
    dropped = [
        number for number, line in enumerate(text.splitlines(), 1) if "session.commit" in line
    ]
    assert told(text, tmp_path / "work.py") == dropped
    above = "\n\nasync def above(session: AsyncSession):\n    session.commit()\n"
    grown = text.replace(HEAD, HEAD + above)
    shift = above.count("\n")
    assert told(grown, tmp_path / "work.py")[1:] == [line + shift for line in dropped]


def test_the_garbage_collector_is_as_it_was_before() -> None:
    before = gc.get_threshold()
    with fewer_collections():
        assert gc.get_threshold()[0] >= 100_000
    assert gc.get_threshold() == before


def test_who_does_without_a_garbage_collector_goes_on_to() -> None:
    before = gc.get_threshold()
    gc.set_threshold(0)
    try:
        with fewer_collections():
            assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*before)
