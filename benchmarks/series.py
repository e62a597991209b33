"""What is measured many times: against the size of a program, or over many files."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Point:
    """What a program of one size takes: CPU seconds, and megabytes beyond those of the start."""

    size: int
    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Series:
    """How something grows."""

    name: str
    points: tuple[Point, ...]

    @property
    def exponent(self) -> float:
        """The slope of the straight line through the logarithms of size and time: 1 is linear."""
        logs = [(math.log(point.size), math.log(point.seconds)) for point in self.points]
        mean_x, mean_y = (sum(column) / len(logs) for column in zip(*logs, strict=True))
        above: float = sum((x - mean_x) * (y - mean_y) for x, y in logs)
        below: float = sum((x - mean_x) ** 2 for x, _ in logs)
        return above / below

    def to_json(self) -> dict[str, Any]:
        points = [[point.size, point.seconds, point.megabytes] for point in self.points]
        return {"name": self.name, "exponent": self.exponent, "points": points}

    def cells(self) -> list[str]:
        figures = [
            f"{point.size}: {point.seconds:.2f} s, {point.megabytes:.0f} MB"
            for point in self.points
        ]
        return [self.name, f"{self.exponent:.2f}", "; ".join(figures)]


@dataclass(frozen=True)
class Times:
    """What many files take, each by itself: the milliseconds beyond what flake8 takes without."""

    name: str
    milliseconds: tuple[float, ...]

    def percentile(self, percent: int) -> float:
        if len(self.milliseconds) == 1:
            return self.milliseconds[0]
        return statistics.quantiles(self.milliseconds, n=100, method="inclusive")[percent - 1]

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "milliseconds": list(self.milliseconds)}

    def cells(self) -> list[str]:
        figures = [*(self.percentile(percent) for percent in (50, 90, 99)), max(self.milliseconds)]
        return [self.name, *(f"{figure:.0f}" for figure in figures)]


SERIES_HEAD = ["growing with", "exponent", "CPU seconds and peak memory by size"]
TIMES_HEAD = ["milliseconds", "median", "90 %", "99 %", "most"]


def columns(rows: Iterable[list[str]]) -> str:
    """Rows of cells, the first of which is the head, for a terminal."""
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
