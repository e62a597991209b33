"""Sessions in several tasks: the plugin's lines, and whether SQLAlchemy fails."""

from __future__ import annotations

import ast
import asyncio
import importlib
import importlib.metadata
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy.exc import InvalidRequestError

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


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    if not hasattr(asyncio, "TaskGroup") or importlib.metadata.version("sqlalchemy") < "2":
        pytest.skip("needs TaskGroup and SQLAlchemy 2")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(PROGRAM.parent))
    return importlib.import_module(PROGRAM.stem)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", SCENARIOS)
def test_sqlalchemy_fails_where_something_is_told(name: str, program: ModuleType) -> None:
    async def run() -> None:
        async with program.engine.begin() as connection:
            await connection.run_sync(program.Base.metadata.create_all)
        async with program.Session() as session:
            session.add_all([program.Note(), program.Note()])
            await session.commit()
        program.KEPT.clear()
        session = program.Session()
        await getattr(program, name)(session)
        await session.close()

    failed = False
    try:
        asyncio.run(run())
    except Exception as error:
        failed = any(isinstance(inner, InvalidRequestError) for inner in _all(error))
        if not failed:
            raise
    assert failed is bool(SCENARIOS[name])


def _all(error: BaseException) -> Iterator[BaseException]:
    yield error
    for inner in getattr(error, "exceptions", ()):
        yield from _all(inner)
