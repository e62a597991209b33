"""One file, one verdict, on a large application that nobody here has written: what is found in a
file does not depend on what else was linted, before it or beside it.

`test_laws.py` says the same of the cases and of the example application.
"""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from benchmarks import trees
from flake8_greenlet.analysis import Finding
from flake8_greenlet.options import Options
from flake8_greenlet.plugin import GreenletChecker
from flake8_greenlet.project import Project

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("one verdict")]

APPLICATION = "dstack==0.22.5"
# Its own factory says no, and then too little is found to compare.
OPTIONS = Options(expire_on_commit=True)

Verdicts = dict[Path, list[Finding]]


def start_anew() -> None:
    """As a new process would: nothing is known of any file."""
    Project._projects.clear()
    GreenletChecker._world = None


def verdicts(paths: Iterable[Path], *, each_anew: bool = False) -> Verdicts:
    start_anew()
    found = {}
    for path in paths:
        if each_anew:
            start_anew()
        text = path.read_text("utf-8")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            tree = ast.parse(text)
        lines = io.StringIO(text).readlines()
        found[path] = GreenletChecker(tree, lines, str(path), OPTIONS).findings()
    return found


@pytest.fixture(scope="module")
def server() -> list[Path]:
    """The files in which requests and background jobs begin; what they call stands in others."""
    try:
        tree = trees.application(APPLICATION)
    except subprocess.CalledProcessError:
        pytest.skip(f"{APPLICATION} cannot be downloaded")
    (folder,) = tree.path.rglob("_internal/server")
    files = [path for name in ("routers", "background") for path in (folder / name).rglob("*.py")]
    return sorted([folder / "app.py", *files])


@pytest.fixture(scope="module")
def together(server: list[Path], no_safety_net: None) -> Iterator[Verdicts]:
    found = verdicts(server)
    assert sum(map(len, found.values())) > 5
    yield found
    start_anew()


def some(together: Verdicts) -> list[Path]:
    """The files in which something is found, and as many others."""
    loud = [path for path, findings in together.items() if findings]
    quiet = [path for path, findings in together.items() if not findings]
    return [*loud, *quiet[:: len(quiet) // len(loud)]]


def test_each_file_alone(together: Verdicts) -> None:
    for path, findings in verdicts(some(together), each_anew=True).items():
        assert findings == together[path], path


def test_the_order_of_files(together: Verdicts) -> None:
    for path, findings in verdicts(reversed(some(together))).items():
        assert findings == together[path], path


def test_several_processes(together: Verdicts, server: list[Path]) -> None:
    (root,) = {parent for parent in server[0].parents if parent.name == "dstack"}
    command = [sys.executable, "-m", "flake8", "--isolated", "--select=GRN", "--jobs=2"]
    files = [str(path) for path in some(together)]
    run = subprocess.run(
        [*command, "--greenlet-expire-on-commit=true", *files],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
    )
    expected = {
        (str(path), finding.row, finding.code)
        for path, findings in together.items()
        for finding in findings
    }
    found = set()
    for line in run.stdout.splitlines():
        name, row, _, text = line.split(":", 3)
        found.add((name, int(row), text.split()[0]))
    assert found == expected
