"""Run the suites, print their ratios, write them down as JSON."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import cold, cpu, trees
from benchmarks.ratio import Ratio, table

Suite = Callable[[int], Iterator[Ratio]]

SUITES: dict[str, Suite] = {"cpu": cpu.measure, "cold": cold.measure}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"of {', '.join(SUITES)}")
    parser.add_argument("--rounds", type=int, default=3, help="of which the median counts (3)")
    parser.add_argument(
        "--json", type=Path, default=trees.CACHE / "ratios.json", help="where to write them"
    )
    options = parser.parse_args(arguments)
    unknown = set(options.suites) - set(SUITES)
    if unknown:
        parser.error(f"no such suite: {', '.join(sorted(unknown))}")
    ratios = []
    for suite in options.suites or SUITES:
        for ratio in SUITES[suite](options.rounds):
            print(f"{ratio.name}: {ratio.median:.2f}", file=sys.stderr)
            ratios.append(ratio)
    print(table(ratios))
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(report(ratios), indent=2) + "\n", "utf-8")
    print(f"\nwritten to {options.json}")


def report(ratios: list[Ratio]) -> dict[str, object]:
    """The ratios, and what they were measured with."""
    names = ("flake8-greenlet", "flake8", "pyflakes", "SQLAlchemy")
    return {
        "python": platform.python_version(),
        "versions": {name: importlib.metadata.version(name) for name in names},
        "ratios": [ratio.to_json() for ratio in ratios],
    }


if __name__ == "__main__":
    main()
