"""What formatting does to values: which are turned into text, and which are represented."""

from __future__ import annotations

import re
import string

from flake8_greenlet.interpreter.containers import Tuple
from flake8_greenlet.interpreter.values import (
    MAX_TEXT,
    UNKNOWN,
    Arguments,
    Constant,
    PathEnds,
    Site,
    Value,
)

_PERCENT = re.compile(r"%(?:\((\w*)\))?[-#0 +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?([a-zA-Z%])")
_FIELD = re.compile(r"(\w*)((?:\.\w+)*)")


def percent(template: str, right: Value, site: Site) -> Value:
    """`template % right`; source: "printf-style String Formatting"."""
    values = list(right.items) if isinstance(right, Tuple) else [right]
    parts: list[Value] = []
    end = 0
    for found in _PERCENT.finditer(template):
        parts.append(Constant(template[end : found.start()]))
        end = found.end()
        name, conversion = found.groups()
        if conversion == "%":
            parts.append(Constant("%"))
            continue
        if not (name or values):
            parts.append(UNKNOWN)
            continue
        value = right.item(Constant(name), site) if name else values.pop(0)
        text: Value = UNKNOWN
        if conversion in "ra":
            value.representation(site)
        elif conversion == "s":
            text = value.text(site)
        parts.append(text if found.group() in ("%s", f"%({name})s") else UNKNOWN)
    return put_together([*parts, Constant(template[end:])], site)


def put_together(parts: list[Value], site: Site) -> Value:
    """A text of these parts; what stands before the first unknown one is still known, such as the
    scheme of a URL."""
    text = ""
    for part in parts:
        if not isinstance(part, Constant):
            return site.machine.world.libraries.text_prefix(text)
        text += str(part.value)
    return Constant(text) if len(text) <= MAX_TEXT else UNKNOWN


def braces(template: str, arguments: Arguments, site: Site) -> Value:
    """`template.format(…)`; source: "Format String Syntax"."""
    try:
        fields = list(string.Formatter().parse(template))
    except ValueError:
        raise PathEnds from None
    place = 0
    parts: list[Value] = []
    for before, name, spec, conversion in fields:
        parts.append(Constant(before))
        if name is None:
            continue
        found = _FIELD.fullmatch(name)
        if found is None:
            parts.append(UNKNOWN)
            continue
        first, attributes = found.groups()
        if not first:
            first, place = str(place), place + 1
        value = _argument(first, arguments)
        for attribute in attributes.split(".")[1:]:
            value = value.get(attribute, site)
        text = text_of(value, ord(conversion or "s"), site)
        parts.append(UNKNOWN if spec else text)
    return put_together(parts, site)


def _argument(name: str, arguments: Arguments) -> Value:
    place = int(name) if name.isdecimal() else -1
    return arguments.get(place, name) or UNKNOWN


def text_of(value: Value, conversion: int, site: Site) -> Value:
    """`{value}`, `{value!r}` in an f-string."""
    if conversion in (ord("r"), ord("a")):
        return value.representation(site)
    return value.text(site)
