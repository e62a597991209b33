"""Run the suites, print what they measure, write it down as JSON and for the documentation."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from benchmarks import cold, cpu, editor, growth, trees
from benchmarks.ratio import RATIO_HEAD, Ratio
from benchmarks.series import SERIES_HEAD, TIMES_HEAD, Series, Times, columns


class Measured(Protocol):
    """A line of one of the tables."""

    @property
    def name(self) -> str: ...

    def cells(self) -> list[str]: ...

    def to_json(self) -> dict[str, Any]: ...


Suite = Callable[[int], Iterator[Measured]]

SUITES: dict[str, Suite] = {
    "cpu": cpu.measure,
    "cold": cold.measure,
    "editor": editor.measure,
    "growth": growth.measure,
}
HEADS: dict[type, list[str]] = {Ratio: RATIO_HEAD, Times: TIMES_HEAD, Series: SERIES_HEAD}
PACKAGES = ("flake8-greenlet", "flake8", "pyflakes", "SQLAlchemy", *cpu.PLUGINS)

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
MARK = "<!-- measured -->\n"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"of {', '.join(SUITES)}")
    parser.add_argument("--rounds", type=int, default=3, help="of which the median counts (3)")
    parser.add_argument(
        "--json", type=Path, default=trees.CACHE / "measured.json", help="where to write them"
    )
    parser.add_argument("--page", action="store_true", help=f"write the tables into {PAGE.name}")
    options = parser.parse_args(arguments)
    unknown = set(options.suites) - set(SUITES)
    if unknown:
        parser.error(f"no such suite: {', '.join(sorted(unknown))}")
    found: list[Measured] = []
    for suite in options.suites or SUITES:
        for measured in SUITES[suite](options.rounds):
            print("  ".join(measured.cells()), file=sys.stderr)
            found.append(measured)
    for rows in tables(found):
        print(columns(rows), end="\n\n")
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(report(found), indent=2) + "\n", "utf-8")
    print(f"written to {options.json}")
    if options.page:
        before, _, after = PAGE.read_text("utf-8").split(MARK)
        PAGE.write_text(before + MARK + page(found) + MARK + after, "utf-8")


def tables(found: Iterable[Measured]) -> Iterator[list[list[str]]]:
    """One table for each kind of measure: its head, and a row for each."""
    found = list(found)
    for kind, head in HEADS.items():
        rows = [measured.cells() for measured in found if isinstance(measured, kind)]
        if rows:
            yield [head, *rows]


def page(found: Iterable[Measured]) -> str:
    """The tables for the documentation, and what they were measured with."""
    text = [f"\n{machine()}\n"]
    for head, *rows in tables(found):
        lines = [head, ["---"] * len(head), *rows]
        text.append("\n" + "".join(f"| {' | '.join(cells)} |\n" for cells in lines))
    return "".join(text) + "\n"


def machine() -> str:
    """What the figures were measured on, and with which versions."""
    versions = ", ".join(f"{name} {version}" for name, version in installed().items())
    return (
        f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}; {versions}."
    )


def installed() -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in dict.fromkeys(PACKAGES)}


def report(found: Iterable[Measured]) -> dict[str, object]:
    """What was measured, and what with."""
    return {
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "versions": installed(),
        "measured": [measured.to_json() for measured in found],
    }


if __name__ == "__main__":
    main()
