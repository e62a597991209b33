"""Generic schemas: what their type parameters stand for.

Source: Pydantic's "Generic models".  `Page[UserOut]` is a class of its own there, which is derived
from `Page`; a parameter that nobody has given takes anything.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from flake8_greenlet.interpreter.classes import ClassScope, ClassValue, as_class
from flake8_greenlet.interpreter.code import parse_expression
from flake8_greenlet.interpreter.containers import Tuple
from flake8_greenlet.interpreter.types import GenericType, TypeVariable
from flake8_greenlet.interpreter.values import UNKNOWN, Arguments, Constant, Site, Value

Types = Mapping[str, Value]
"""What the type parameters of a class stand for, by their names."""


class Parametrised(ClassValue):
    """`Page[UserOut]`"""

    def __init__(self, origin: ClassValue, arguments: tuple[Value, ...]) -> None:
        super().__init__(origin.world, origin.node, origin.module, origin.scope)
        self.origin = origin
        self.arguments = arguments
        # All that it has, it inherits.
        self.bases = [origin]
        self.bindings = {}
        self.annotations = {}
        self.keywords = {}

    @property
    def name(self) -> str:
        spelled = [each.name if isinstance(each, ClassValue) else "…" for each in self.arguments]
        return f"{self.origin.name}[{', '.join(spelled)}]"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Parametrised) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[ClassValue, tuple[Value, ...]]:
        return self.origin, self.arguments


def parametrised(arguments: Arguments, site: Site) -> Value:
    """`Page.__class_getitem__(UserOut)`"""
    cls, key = arguments.positional
    if not isinstance(cls, ClassValue):
        return UNKNOWN
    return Parametrised(cls, key.items if isinstance(key, Tuple) else (key,))


class _TypeScope(ClassScope):
    """The names of a class body where its type parameters stand for something."""

    __slots__ = ("types",)

    def __init__(self, cls: ClassValue, types: Types) -> None:
        super().__init__(cls)
        self.types = types

    def binds(self, name: str) -> bool:
        return name in self.types or super().binds(name)

    def fallback(self, name: str) -> Value | None:
        return self.types.get(name) or super().fallback(name)


def type_of(cls: ClassValue, annotation: ast.expr, types: Types) -> Value:
    """What an annotation in a class body says, where the type parameters stand for these."""
    scope = _TypeScope(cls, types)
    work = cls.world.statically
    value = work(cls.module, scope, annotation, lambda s: s.machine.evaluate(s.frame, annotation))
    if isinstance(value, Constant) and isinstance(value.value, str):
        quoted = parse_expression(value.value)
        return UNKNOWN if quoted is None else type_of(cls, quoted, types)
    return value


def types_of(cls: ClassValue) -> dict[ClassValue, Types]:
    """What the type parameters of a class and its ancestors stand for."""
    found: dict[ClassValue, Types] = {}
    waiting = [cls]
    while waiting:
        ancestor, arguments = _origin(waiting.pop())
        if ancestor in found:
            continue
        names = _parameters(ancestor)
        types = dict(zip(names, (*arguments, *map(TypeVariable, names[len(arguments) :]))))
        found[ancestor] = types
        for node in ancestor.node.bases:
            base = as_class(type_of(ancestor, node, types))
            if base is not None:
                waiting.append(base)
    return found


def _origin(cls: ClassValue) -> tuple[ClassValue, tuple[Value, ...]]:
    """The class statement behind a class, with what its type parameters were given."""
    return (cls.origin, cls.arguments) if isinstance(cls, Parametrised) else (cls, ())


def _parameters(cls: ClassValue) -> list[str]:
    """The names of a class's type parameters, in their order."""
    declared = [parameter.name for parameter in getattr(cls.node, "type_params", ())]
    for base in cls.bases:
        if isinstance(base, GenericType):
            return [each.name for each in base.members if isinstance(each, TypeVariable)]
    for node in cls.node.bases:
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and part.id not in declared:
                if isinstance(cls.world.evaluate_in(cls, part), TypeVariable):
                    declared.append(part.id)
    return declared
