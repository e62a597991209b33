from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Row = TypeVar("Row")


def table(rows: Iterable[Row], *columns: Callable[[Row], object]) -> list[list[str]]:
    return [[str(column(row)) for column in columns] for row in rows]
