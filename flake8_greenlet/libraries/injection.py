"""Libraries that inject what a parameter is annotated to be.

What is injected has a history that nobody knows: of it only the annotation says something, and
these names stand around the annotation.
"""

from __future__ import annotations

from flake8_greenlet.interpreter import types
from flake8_greenlet.interpreter.values import Value

#: The names that mean `Annotated`, by their packages, whose modules hand them on to each other.
MARKERS = {
    "aioinject": {"Injected"},
    "dishka": {"FromDishka"},
    "injector": {"Inject", "NoInject"},
    "wireup": {"Injected"},
}


def lookup(qualified: str) -> Value | None:
    name = qualified.rpartition(".")[2]
    known = name in MARKERS.get(qualified.partition(".")[0], ())
    return types.form("Annotated") if known else None
