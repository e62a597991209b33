"""Constructors that nobody has written: those of dataclasses, attrs, named tuples and models."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_greenlet.interpreter.code import last_name
from flake8_greenlet.interpreter.values import Arguments, Site, Value
from flake8_greenlet.records import dataclass

if TYPE_CHECKING:
    from flake8_greenlet.interpreter.classes import ClassValue, Instance

AFTERWARDS = ("__post_init__", "__attrs_post_init__")
"""The methods that go on where such a constructor ends."""


@dataclass(frozen=True)
class Field(Value):
    """One parameter of such a constructor; `field(…)` in a class body says how it is filled."""

    default: Value | None = None
    factory: Value | None = None
    init: bool = True
    keyword_only: bool = False


def fill(instance: Instance, arguments: Arguments, site: Site) -> bool:
    """Give an instance what its constructor is given; False where nobody knows which is what."""
    fields = _fields(instance.cls)
    places = [name for name, field in fields.items() if field.init and not field.keyword_only]
    if arguments.open_ended or len(arguments.positional) > len(places):
        return False
    given = {**dict(zip(places, arguments.positional)), **arguments.keywords}
    for name, field in fields.items():
        # attrs leaves out the underscore: `Users(session=…)` fills `_session`.
        value = given.pop(name, None) or given.pop(name.lstrip("_"), None) or field.default
        if value is None and field.factory is not None:
            value = field.factory.call(Arguments(), site)
        if value is not None:
            instance.set(name, value, site)
    for name, value in given.items():
        instance.set(name, value, site)
    for name in AFTERWARDS:
        method = instance.method(name)
        if method is not None:
            method.call(Arguments(), site)
    return True


def _fields(cls: ClassValue) -> dict[str, Field]:
    """The fields of a class, in order; what it redefines stays where its ancestor had it."""
    fields: dict[str, Field] = {}
    for ancestor in cls.lineage[::-1]:
        for statement in ancestor.node.body:
            for name in _assigned(statement):
                value = ancestor.own(name)
                if isinstance(value, Field):
                    fields[name] = value
                elif name in ancestor.annotations and not _is_of_the_class(ancestor, name):
                    fields[name] = Field()
    return fields


def _assigned(statement: ast.stmt) -> list[str]:
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _is_of_the_class(cls: ClassValue, name: str) -> bool:
    """`ClassVar[…]`"""
    annotation = cls.annotations[name]
    kind = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    return last_name(kind) == "ClassVar"
