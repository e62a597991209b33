"""msgspec: the fields that `convert()` reads of an object.

Source: msgspec's "Converters" (`from_attributes`).  Whatever reading an attribute raises counts as
an attribute that is not there: a field without a default makes that a ValidationError, and one
with a default has it, in silence.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_greenlet.interpreter.classes import ClassValue
from flake8_greenlet.interpreter.modules import External
from flake8_greenlet.interpreter.types import CollectionType, UnionType
from flake8_greenlet.interpreter.values import (
    NONE,
    TRUE,
    UNKNOWN,
    Arguments,
    Builtin,
    Site,
    Value,
)
from flake8_greenlet.libraries.pydantic.validation import Retold
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance

MAX_DEPTH = 6
"""Structs within structs that are gone through: one may contain itself."""


def convert(kind: Value, value: Value, site: Site, path: str = "", depth: int = 0) -> None:
    """Read what a type has of an object, or of each of a list."""
    if isinstance(kind, UnionType):
        others = [member for member in kind.members if member != NONE]
        kind = others[0] if len(others) == 1 else UNKNOWN
    if isinstance(kind, CollectionType):
        each = value.element(site)
        if each is not None:
            convert(kind.element_type, each, site, path and f"{path}[]", depth)
    elif is_struct(kind) and isinstance(value, MappedInstance) and depth < MAX_DEPTH:
        assert isinstance(kind, ClassValue)
        for name, annotation, owner in _required(kind):
            field = f"{path or kind.name}.{name}"
            with site.machine.telling(Retold(field)):
                read = value.get(name, site)
            convert(owner.world.evaluate_in(owner, annotation), read, site, field, depth + 1)


def is_struct(kind: Value) -> bool:
    """Whether a class derives from `msgspec.Struct`, and from nothing else that is not in sight."""
    if not isinstance(kind, ClassValue) or not kind.roots:
        return False
    return all(isinstance(r, External) and r.qualified == "msgspec.Struct" for r in kind.roots)


def _required(cls: ClassValue) -> Iterator[tuple[str, ast.expr, ClassValue]]:
    """The fields without a default, those of the ancestors first."""
    for ancestor in cls.lineage[::-1]:
        for name, annotation in ancestor.annotations.items():
            if cls.member(name) is None and "ClassVar" not in ast.unparse(annotation):
                yield name, annotation, ancestor


def _convert(arguments: Arguments, site: Site) -> Value:
    """`msgspec.convert(user, UserOut, from_attributes=True)`"""
    if arguments.keywords.get("from_attributes") == TRUE:
        value = arguments.get(0, "obj") or UNKNOWN
        convert(arguments.get(1, "type") or UNKNOWN, value, site)
    return site.opaque()


_CONVERT = Builtin("convert", _convert)


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name below `msgspec`."""
    return _CONVERT if qualified == "msgspec.convert" else None
