"""What formatting does to values: which are turned into text, and which are represented."""

from __future__ import annotations

import re
import string

from flake8_greenlet.interpreter.containers import Tuple
from flake8_greenlet.interpreter.values import UNKNOWN, Arguments, Constant, PathEnds, Site, Value

_PERCENT = re.compile(r"%(?:\((\w*)\))?[-#0 +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?([a-zA-Z%])")
_FIELD = re.compile(r"(\w*)((?:\.\w+)*)")


def percent(template: str, right: Value, site: Site) -> None:
    """`template % right`; source: "printf-style String Formatting"."""
    values = list(right.items) if isinstance(right, Tuple) else [right]
    for name, conversion in _PERCENT.findall(template):
        if conversion == "%" or not (name or values):
            continue
        value = right.item(Constant(name), site) if name else values.pop(0)
        if conversion in "ra":
            value.representation(site)
        elif conversion == "s":
            value.text(site)


def braces(template: str, arguments: Arguments, site: Site) -> None:
    """`template.format(…)`; source: "Format String Syntax"."""
    try:
        fields = list(string.Formatter().parse(template))
    except ValueError:
        raise PathEnds from None
    place = 0
    for _, name, _, conversion in fields:
        found = None if name is None else _FIELD.fullmatch(name)
        if found is None:
            continue
        first, attributes = found.groups()
        if not first:
            first, place = str(place), place + 1
        value = _argument(first, arguments)
        for attribute in attributes.split(".")[1:]:
            value = value.get(attribute, site)
        if conversion in ("r", "a"):
            value.representation(site)
        else:
            value.text(site)


def _argument(name: str, arguments: Arguments) -> Value:
    place = int(name) if name.isdecimal() else -1
    return arguments.get(place, name) or UNKNOWN


def text_of(value: Value, conversion: int, site: Site) -> Value:
    """`{value}`, `{value!r}` in an f-string."""
    if conversion in (ord("r"), ord("a")):
        return value.representation(site)
    return value.text(site)
