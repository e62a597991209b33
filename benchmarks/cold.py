"""One file, as an editor or a hook asks for it: a new flake8 with the plugin over one without."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.ratio import Ratio

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"

#: Runs in one round; the fastest counts, because whatever disturbs a run makes it slower.
RUNS = 5

#: flake8 finds its plugins among the installed distributions: without one is without the plugin.
#: What is left out is an argument, so that looking costs the same with and without.
FLAKE8 = """\
import importlib.metadata, sys

distributions, without = importlib.metadata.distributions, sys.argv.pop(1)
importlib.metadata.distributions = lambda: (
    found for found in distributions() if found.metadata["name"] != without
)

from flake8.main.cli import main

sys.exit(main())
"""


def measure(rounds: int) -> Iterator[Ratio]:
    """Of an ordinary file, and of the example application's largest."""
    application = max(EXAMPLES.glob("bookshop/**/*.py"), key=lambda path: path.stat().st_size)
    for name, path in {
        "textwrap.py": Path(textwrap.__file__),
        application.relative_to(EXAMPLES).as_posix(): application,
    }.items():
        pairs = tuple(one_round(path) for _ in range(rounds))
        yield Ratio(f"time, one file, {name}", "flake8 without the plugin", pairs)


def one_round(path: Path) -> tuple[float, float]:
    """The seconds that flake8 takes for *path*, with the plugin and without, run in turns."""
    runs = [(run(path, "nothing"), run(path, "flake8-greenlet")) for _ in range(RUNS)]
    ours, theirs = (min(times) for times in zip(*runs, strict=True))
    return ours, theirs


def run(path: Path, without: str) -> float:
    # Everyday runs find compiled modules.
    environment = {key: os.environ[key] for key in os.environ.keys() - {"PYTHONDONTWRITEBYTECODE"}}
    command = [sys.executable, "-c", FLAKE8, without, "--isolated", "--select", "GRN", str(path)]
    with tempfile.TemporaryDirectory() as elsewhere:
        start = time.perf_counter()
        flake8 = subprocess.run(
            command, cwd=elsewhere, env=environment, capture_output=True, check=False
        )
        elapsed = time.perf_counter() - start
    assert flake8.returncode in (0, 1) and not flake8.stderr, flake8.stderr
    return elapsed
