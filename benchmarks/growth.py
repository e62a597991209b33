"""Time and peak memory against the size of a program.

    python -m benchmarks.growth SERIES SIZE

is one point, in a process of its own: it prints the CPU seconds of the plugin, the megabytes that
the process grew to while it worked, and those that it had before.
"""

from __future__ import annotations

import ast
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks import generated
from benchmarks.series import Point, Series
from flake8_greenlet.options import Options
from flake8_greenlet.plugin import GreenletChecker

MEGABYTE = 1024 if sys.platform != "darwin" else 1024 * 1024


def measure(rounds: int) -> Iterator[Series]:
    """One series for each way to grow; of several rounds the fastest counts."""
    for name, (_, sizes) in generated.SERIES.items():
        points = []
        for size in sizes:
            seconds, memory = min(one_point(name, size) for _ in range(rounds))
            points.append(Point(size, seconds, memory))
        yield Series(name, tuple(points))


def one_point(name: str, size: int) -> tuple[float, float]:
    """The CPU seconds and the megabytes that one program takes, in a new process."""
    command = [sys.executable, "-m", "benchmarks.growth", name, str(size)]
    output = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    seconds, memory = map(float, output.split())
    return seconds, memory


def check(paths: Iterable[Path]) -> float:
    """The CPU seconds of the plugin; parsing is not counted, which flake8 does in any case."""
    spent = 0.0
    for path in paths:
        text = path.read_text("utf-8")
        tree = ast.parse(text)
        checker = GreenletChecker(tree, text.splitlines(keepends=True), str(path), Options())
        start = time.process_time()
        for _ in checker.run():
            pass
        spent += time.process_time() - start
    return spent


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def main(name: str, size: int) -> None:
    warnings.simplefilter("ignore")
    program, _ = generated.SERIES[name]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        # What is imported and prepared once is not what grows.
        check(generated.write(program(1), Path(one)))
        before = peak()
        seconds = check(generated.write(program(size), Path(other)))
    print(seconds, peak() - before)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
