"""CPU time of plugins over pyflakes', on whole trees, in one process, each file parsed for both.

    python -m benchmarks.cpu PLUGIN EVERY FOLDER

is one round, in a process of its own because a plugin may keep what it has read: it prints the
seconds of the plugin and of pyflakes on every so manieth file.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from flake8.main.application import Application
from flake8.plugins.finder import LoadedPlugin

from benchmarks import trees
from benchmarks.ratio import Ratio

APPLICATIONS = ("prefect==3.9.1", "advanced-alchemy==1.12.0")

#: Of so many files one is measured: flake8-async takes a hundred times what pyflakes takes.
PLUGINS = {"flake8-greenlet": 1, "flake8-bugbear": 1, "flake8-simplify": 1, "flake8-async": 40}
FLOOR = "reading and ast.parse"

Checker = Callable[[ast.Module, list[str], str], Iterable[object]]


def measure(rounds: int) -> Iterator[Ratio]:
    """A ratio for each plugin on each tree: one without SQLAlchemy, SQLAlchemy's own, which is
    synchronous for the most part, and asynchronous applications."""
    for tree in (trees.stdlib(), trees.sqlalchemy(), *map(trees.application, APPLICATIONS)):
        for name, every in {**PLUGINS, FLOOR: 1}.items():
            measured = tuple(one_round(name, every, tree.path) for _ in range(rounds))
            yield Ratio(f"{name}, {tree.name} ({len(tree.files)} files)", "pyflakes", measured)


def one_round(name: str, every: int, folder: Path) -> tuple[float, float]:
    """The CPU seconds of a plugin and of pyflakes on *folder*, in a new process."""
    command = [sys.executable, "-m", "benchmarks.cpu", name, str(every), str(folder)]
    output = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    ours, theirs = map(float, output.split())
    return ours, theirs


def checkers() -> dict[str, Checker]:
    """The plugins that flake8 finds, by the names of their packages, with flake8's defaults."""
    application = Application()
    application.initialize(["--isolated"])
    assert application.plugins is not None
    found = {
        loaded.plugin.package.replace("_", "-"): _checker(loaded)
        for loaded in application.plugins.checkers.tree
    }
    return {**found, FLOOR: _read_and_parse}


def _checker(loaded: LoadedPlugin) -> Checker:
    def check(tree: ast.Module, lines: list[str], filename: str) -> Iterable[object]:
        known = {"tree": tree, "lines": lines, "filename": filename, "max_line_length": 79}
        given = {name: known[name] for name in loaded.parameters if name in known}
        found: Iterable[object] = loaded.obj(**given).run()
        return found

    return check


def _read_and_parse(tree: ast.Module, lines: list[str], filename: str) -> Iterable[object]:
    return [ast.parse(Path(filename).read_text("utf-8"))]


def seconds(files: Iterable[Path], pair: tuple[Checker, Checker]) -> list[float]:
    """The CPU seconds that each of a pair needs for all *files*. Parsing is not counted.

    Files that this interpreter cannot parse are left out, and those on which one of the two fails.
    They take turns at being first, so that none always meets the memory as the parser left it.
    """
    sums = [0.0, 0.0]
    for number, path in enumerate(files):
        try:
            text = path.read_text("utf-8")
            tree = ast.parse(text)
        except (SyntaxError, ValueError):
            continue
        lines = text.splitlines(keepends=True)
        spent = [0.0, 0.0]
        turns = list(enumerate(pair))
        try:
            for which, checker in turns if number % 2 else reversed(turns):
                start = time.process_time()
                for _ in checker(tree, lines, str(path)):
                    pass
                spent[which] = time.process_time() - start
        except Exception:  # it is not ours to say what others may raise
            continue
        sums = [before + now for before, now in zip(sums, spent, strict=True)]
    return sums


def main(name: str, every: int, folder: Path) -> None:
    warnings.simplefilter("ignore")  # the parser's, about other people's escapes
    found = checkers()
    files = trees.Tree("", folder).files[::every]
    print(*seconds(files, (found[name], found["pyflakes"])))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
