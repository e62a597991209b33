"""One measured quotient, and how it is shown."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Ratio:
    """What something costs, as a multiple of what something else costs beside it.

    Attributes:
        name: what was measured.
        of: what it is compared with.
        rounds: the seconds of both, ``(ours, theirs)``, each pair measured at one time.
    """

    name: str
    of: str
    rounds: tuple[tuple[float, float], ...]

    @property
    def quotients(self) -> list[float]:
        return sorted(ours / theirs for ours, theirs in self.rounds)

    @property
    def median(self) -> float:
        return statistics.median(self.quotients)

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "of": self.of,
            "ratio": self.median,
            "low": self.quotients[0],
            "high": self.quotients[-1],
            "seconds": [list(pair) for pair in self.rounds],
        }


def table(ratios: Iterable[Ratio]) -> str:
    """The ratios in columns, for a terminal."""
    rows = [["", "ratio", "lowest", "highest", "of"]]
    for ratio in ratios:
        numbers = (ratio.median, ratio.quotients[0], ratio.quotients[-1])
        rows.append([ratio.name, *(f"{number:.2f}" for number in numbers), ratio.of])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for name, *figures, of in rows:
        cells = [name.ljust(widths[0]), *map(str.rjust, figures, widths[1:-1]), of]
        lines.append("  ".join(cells))
    return "\n".join(lines)
