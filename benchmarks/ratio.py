"""One measured quotient, and how it is shown."""

from __future__ import annotations

import statistics
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

    def cells(self) -> list[str]:
        figures = (self.median, self.quotients[0], self.quotients[-1])
        return [self.name, *(f"{figure:.2f}" for figure in figures), self.of]


RATIO_HEAD = ["cost", "ratio", "lowest", "highest", "of"]
