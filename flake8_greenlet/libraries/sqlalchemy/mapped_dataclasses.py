"""`MappedAsDataclass`, `@registry.mapped_as_dataclass`: the methods that a mapped class is given.

They read every field, unless its `repr=` or `compare=` says otherwise.  Source: SQLAlchemy's
"Declarative Dataclass Mapping", Python's `dataclasses`.
"""

from __future__ import annotations

import ast

from flake8_greenlet.interpreter.classes import ClassValue
from flake8_greenlet.interpreter.code import last_name
from flake8_greenlet.interpreter.values import UNKNOWN, Arguments, Site, Value
from flake8_greenlet.libraries.sqlalchemy.definitions import (
    ColumnDef,
    DeclarativeRoot,
    FieldOptions,
    RelationshipDef,
)
from flake8_greenlet.records import dataclass

_ORDER = frozenset({"__lt__", "__le__", "__gt__", "__ge__"})
_GENERATED = frozenset({"__repr__", "__eq__"}) | _ORDER


def is_dataclass(cls: ClassValue) -> bool:
    """Whether SQLAlchemy makes a dataclass of this mapped class, mixin or base."""
    if _decorator(cls) is not None:
        return True
    return any(
        isinstance(root, DeclarativeRoot) and root.name == "MappedAsDataclass" for root in cls.roots
    )


def fields(cls: ClassValue) -> dict[str, FieldOptions]:
    """The fields of a mapped dataclass, in order."""
    found: dict[str, FieldOptions] = {}
    for ancestor in reversed(cls.lineage):
        if is_dataclass(ancestor):
            for name in ancestor.annotations:
                value = ancestor.own(name)
                if isinstance(value, (ColumnDef, RelationshipDef)):
                    found[name] = value.field
                else:
                    found[name] = FieldOptions()
    return found


def generated(cls: ClassValue, name: str) -> Value | None:
    """The special method that this very class was given, unbound; None if it was not."""
    if name not in _GENERATED or not is_dataclass(cls):
        return None
    if name == "__repr__" and _option(cls, "repr") is not False:
        return Representing(cls)
    if name == "__eq__" and _option(cls, "eq") is not False:
        return Comparing(cls)
    return Comparing(cls) if name in _ORDER and _option(cls, "order") else None


@dataclass(frozen=True)
class Representing(Value):
    """A generated `__repr__`."""

    cls: ClassValue

    def call(self, arguments: Arguments, site: Site) -> Value:
        (receiver,) = arguments.positional
        under_way = site.machine.representing
        if receiver in under_way:
            return UNKNOWN
        under_way.add(receiver)
        try:
            for name, options in fields(self.cls).items():
                if options.repr:
                    receiver.get(name, site).representation(site)
        finally:
            under_way.remove(receiver)
        return UNKNOWN


@dataclass(frozen=True)
class Comparing(Value):
    """A generated `__eq__`, `__lt__` …: objects of one class only are compared by their fields."""

    cls: ClassValue

    def call(self, arguments: Arguments, site: Site) -> Value:
        receiver, other = arguments.positional
        if other.get("__class__", site) == receiver.get("__class__", site):
            for side in (receiver, other):
                for name, options in fields(self.cls).items():
                    if options.compare:
                        side.get(name, site)
        return UNKNOWN


def _option(cls: ClassValue, name: str) -> bool | None:
    """What the class statement, or one that it inherits from, says of `repr=` and its kin."""
    decorator = _decorator(cls)
    if decorator is not None:
        keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
        given = [cls.world.evaluate_in(cls, k.value) for k in keywords if k.arg == name]
    else:
        given = [a.keywords[name] for a in cls.lineage if name in a.keywords]
    return given[0].truth_without_site() if given else None


def _decorator(cls: ClassValue) -> ast.expr | None:
    for decorator in cls.node.decorator_list:
        function = decorator.func if isinstance(decorator, ast.Call) else decorator
        if last_name(function) == "mapped_as_dataclass":
            return decorator
    return None
