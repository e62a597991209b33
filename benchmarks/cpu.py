"""CPU time of the plugin over pyflakes', on whole trees, in one process, each file parsed for both.

    python -m benchmarks.cpu FOLDER

is one round, in a process of its own because the plugin caches what it has read: it prints the
seconds of both.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from flake8.plugins.pyflakes import FlakesChecker

from benchmarks import trees
from benchmarks.ratio import Ratio
from flake8_greenlet.options import Options
from flake8_greenlet.plugin import GreenletChecker

APPLICATIONS = ("prefect==3.9.1", "advanced-alchemy==1.12.0")

Checker = Callable[[ast.Module, list[str], str], Iterable[object]]


def measure(rounds: int) -> Iterator[Ratio]:
    """One ratio for each tree: the first without SQLAlchemy, the others asynchronous."""
    for tree in (trees.stdlib(), *map(trees.application, APPLICATIONS)):
        name = f"CPU, {tree.name} ({len(tree.files)} files)"
        yield Ratio(name, "pyflakes", tuple(one_round(tree.path) for _ in range(rounds)))


def one_round(folder: Path) -> tuple[float, float]:
    """The CPU seconds of the plugin and of pyflakes on *folder*, in a new process."""
    command = [sys.executable, "-m", "benchmarks.cpu", str(folder)]
    output = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    ours, theirs = map(float, output.split())
    return ours, theirs


def greenlet(tree: ast.Module, lines: list[str], filename: str) -> Iterable[object]:
    return GreenletChecker(tree, lines, filename, Options()).run()


def pyflakes(tree: ast.Module, lines: list[str], filename: str) -> Iterable[object]:
    found: Iterable[object] = FlakesChecker(tree, filename).run()
    return found


def seconds(files: Iterable[Path], checkers: tuple[Checker, ...]) -> list[float]:
    """The CPU seconds that each of *checkers* needs for all *files*. Parsing is not counted.

    Files that this interpreter cannot parse are left out. The checkers take turns at being first,
    so that none of them always meets the memory as the parser left it.
    """
    spent = [0.0] * len(checkers)
    for number, path in enumerate(files):
        try:
            text = path.read_text("utf-8")
            tree = ast.parse(text)
        except (SyntaxError, ValueError):
            continue
        lines = text.splitlines(keepends=True)
        turns = list(enumerate(checkers))
        for which, checker in turns if number % 2 else reversed(turns):
            start = time.process_time()
            for _ in checker(tree, lines, str(path)):
                pass
            spent[which] += time.process_time() - start
    return spent


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # the parser's, about other people's escapes
    print(*seconds(trees.Tree("", Path(sys.argv[1])).files, (greenlet, pyflakes)))
