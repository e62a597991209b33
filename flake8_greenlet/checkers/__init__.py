"""The causes: one module per code, found by existing.

A checker module has

* a docstring: the rule's page, in Markdown (what it finds, why it hurts, how to mend it);
* `SUMMARY`: one line for tables;
* `EVENTS`: the events that it listens to;
* `check(event)`: the message, without the code, or None when the event is not its cause.

The code is the beginning of the module's name.  To add a rule, copy a neighbour.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flake8_greenlet.events import AttributeRead
from flake8_greenlet.records import dataclass

Check = Callable[[Any], "str | None"]

MAX_LENGTH = 112
"""Characters of a message, the code left out: more than that is cut off in editors."""


def worded(what: str, *mends: str, brief: str | None = None) -> str:
    """What is wrong and how to mend it: the best way first, and as many others as fit.

    Where names are so long that not even the first fits, *brief* stands in for it.
    """
    if brief is not None and len(what) + len(": ") + len(mends[0]) > MAX_LENGTH:
        return f"{what}: {brief}"
    text = f"{what}: {mends[0]}" if mends else what
    for mend in mends[1:]:
        if len(text) + len(", or ") + len(mend) <= MAX_LENGTH:
            text += f", or {mend}"
    return text


def receiver_of(event: AttributeRead) -> str:
    """What a message calls the object that is read."""
    return event.receiver or "object"


def loading(event: AttributeRead) -> str:
    """What loads the attribute by itself."""
    receiver = receiver_of(event)
    if event.by_refresh:
        return f'await session.refresh({receiver}, ["{event.attribute}"])'
    return f"await session.run_sync(lambda _: {receiver}.{event.attribute})"


@dataclass(frozen=True)
class Checker:
    """One cause, and the words for it."""

    code: str
    summary: str
    explanation: str
    events: tuple[type, ...]
    check: Check


@lru_cache(maxsize=1)
def catalogue() -> tuple[Checker, ...]:
    """Every checker, by code."""
    checkers = []
    for info in pkgutil.iter_modules(__path__):
        if info.name.startswith("grn"):
            module = importlib.import_module(f"{__name__}.{info.name}")
            checkers.append(
                Checker(
                    code=info.name.partition("_")[0].upper(),
                    summary=module.SUMMARY,
                    explanation=(module.__doc__ or "").strip(),
                    events=module.EVENTS,
                    check=module.check,
                )
            )
    return tuple(sorted(checkers, key=lambda checker: checker.code))


def messages(event: object) -> list[tuple[str, str]]:
    """What the checkers have to say about an event: pairs of a code and a message."""
    found = []
    for checker in catalogue():
        if isinstance(event, checker.events):
            text = checker.check(event)
            if text is not None:
                found.append((checker.code, text))
    return found
