"""What an editor waits for at each save, beyond what flake8 without the plugin takes.

Cold: flake8 is started for one file. Warm: a server that holds flake8 checks a buffer that has
changed since, in a project that it knows.

    python -m benchmarks.editor FILE …

checks these files one after the other in one process, and prints the milliseconds of each.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import time
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks import cold, trees
from benchmarks.cpu import APPLICATIONS
from benchmarks.series import Times
from flake8_greenlet.options import Options
from flake8_greenlet.plugin import GreenletChecker

#: So many files of each application, evenly spread.
SAMPLE = 100


def measure(rounds: int) -> Iterator[Times]:
    """Of ordinary files, then of those of applications; of several rounds the fastest counts."""
    for tree in (trees.stdlib(), *map(trees.application, APPLICATIONS)):
        files = tree.files
        files = [path for path in files if is_readable(path)]
        files = files[:: max(1, len(files) // SAMPLE)]
        name = f"{tree.name}, {len(files)} files"
        cold_ones = [min(one_cold(path) for _ in range(rounds)) for path in files]
        yield Times(f"{name}, cold", tuple(cold_ones))
        yield Times(f"{name}, warm", tuple(warm(files)))


def is_readable(path: Path) -> bool:
    """Whether there is something that this interpreter can parse."""
    try:
        return bool(ast.parse(path.read_text("utf-8")).body)
    except (SyntaxError, ValueError):
        return False


def one_cold(path: Path) -> float:
    """The milliseconds that the plugin adds to one run of flake8."""
    return 1000 * (cold.run(path, "nothing") - cold.run(path, "flake8-greenlet"))


def warm(files: Iterable[Path]) -> list[float]:
    """The milliseconds that the plugin takes for each file in a process that knows the project."""
    command = [sys.executable, "-m", "benchmarks.editor", *map(str, files)]
    output = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    return [float(figure) for figure in output.split()]


def check(path: Path, text: str) -> float:
    """Check a buffer that stands for a file; the milliseconds that takes."""
    tree = ast.parse(text)
    checker = GreenletChecker(tree, text.splitlines(keepends=True), str(path), Options())
    start = time.perf_counter()
    for _ in checker.run():
        pass
    return 1000 * (time.perf_counter() - start)


def main(paths: Iterable[str]) -> None:
    warnings.simplefilter("ignore")
    for path in map(Path, paths):
        text = path.read_text("utf-8")
        check(path, text)
        print(check(path, f"{text}\n# one more line\n"))


if __name__ == "__main__":
    main(sys.argv[1:])
