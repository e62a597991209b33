"""Sessions in several tasks: the plugin's lines, and whether SQLAlchemy fails."""

from __future__ import annotations

import ast
import asyncio
import importlib.metadata
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_greenlet.analysis import Finding

PROGRAM = Path(__file__).with_name("tasks_and_sessions.py")
LINES = PROGRAM.read_text("utf-8").splitlines(keepends=True)
TREE = ast.parse("".join(LINES))
TOLD = {number for number, line in enumerate(LINES, 1) if line.endswith("# told\n")}
SCENARIOS = {
    node.name: TOLD & set(range(node.lineno, (node.end_lineno or 0) + 1))
    for node in TREE.body
    if isinstance(node, ast.AsyncFunctionDef) and not node.name.startswith("_")
}


def test_the_plugin_tells_the_marked_lines(lint: Callable[[Path], list[Finding]]) -> None:
    told = {(finding.row, finding.code) for finding in lint(PROGRAM)}
    assert told == {(number, "GRN017") for number in TOLD}


def test_each_line_is_in_a_scenario() -> None:
    assert set().union(*SCENARIOS.values()) == TOLD
    assert len(TOLD) < len(SCENARIOS) < 3 * len(TOLD)


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The names of the errors that each scenario ends with: the last line that is printed.

    The program runs in a process of its own: a task that fails may leave a connection behind, and
    whichever test comes next would be blamed for it.
    """
    if not hasattr(asyncio, "TaskGroup") or importlib.metadata.version("sqlalchemy") < "2":
        pytest.skip("needs TaskGroup and SQLAlchemy 2")
    done = subprocess.run(
        [sys.executable, PROGRAM, *SCENARIOS],
        cwd=tmp_path_factory.mktemp("tasks"),
        stdout=subprocess.PIPE,
        check=True,
        timeout=300,
    )
    failures: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return failures


@pytest.mark.xdist_group("tasks")
@pytest.mark.parametrize("name", SCENARIOS)
def test_sqlalchemy_fails_where_something_is_told(
    name: str, failures: dict[str, list[str]]
) -> None:
    assert ("InvalidRequestError" in failures[name]) is bool(SCENARIOS[name]), failures[name]
    assert SCENARIOS[name] or not failures[name]
