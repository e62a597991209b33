from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .models import Film

Row = dict[str, Any]


def film_row(film: Film, columns: str = "short") -> Row:
    row: Row = {"title": film.title}
    if columns == "full":
        row["halls"] = [screening.hall for screening in film.screenings]
    return row


def table(films: Iterable[Film], convert: Callable[[Film], Row]) -> list[Row]:
    return [convert(film) for film in films]
