"""Validators of the project: what they are given, and what becomes of what they return.

Source: Pydantic's "Validators".  Each is laid around what there is already: one that comes before
gets what was given, one that comes after gets what the type has made of it.
"""

from __future__ import annotations

from collections.abc import Callable

from flake8_greenlet.interpreter.classes import ClassMethod, StaticMethod
from flake8_greenlet.interpreter.functions import FunctionValue
from flake8_greenlet.interpreter.values import (
    TRUE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Opaque,
    Site,
    Value,
)
from flake8_greenlet.records import dataclass

Step = Callable[[Value], Value]
"""What is made of what is given."""


@dataclass(frozen=True)
class Validator(Value):
    """A function that has a say in what becomes of a field, or of the whole schema."""

    mode: str | None
    """`before`, `after`, `wrap`, `plain`; None where nobody knows."""
    function: Value
    fields: tuple[str, ...] | None = None
    """The fields that it is about; None for the whole schema, or for the annotated type."""

    def is_about(self, field: str) -> bool:
        return self.fields is not None and (field in self.fields or "*" in self.fields)

    def around(self, inner: Step, receiver: Value | None, site: Site) -> Step:
        """What is made of a value with this validator around what there is already."""

        def run(*given: Value) -> Value:
            return self._call(given, receiver, site)

        if self.mode == "before":
            return lambda value: inner(run(value))
        if self.mode == "after":
            return lambda value: run(inner(value))
        if self.mode == "plain":
            return run
        if self.mode == "wrap":
            return lambda value: run(value, _handler(inner))
        return lambda value: UNKNOWN

    def _call(self, given: tuple[Value, ...], receiver: Value | None, site: Site) -> Value:
        if isinstance(given[0], Opaque):
            return UNKNOWN
        function = self.function
        if isinstance(function, StaticMethod):
            return _called(function.function, given, site)
        if isinstance(function, ClassMethod):
            function = function.function
        elif not _names_its_class(function):
            return _called(function, given, site)
        return _called(function, given if receiver is None else (receiver, *given), site)


def _names_its_class(function: Value) -> bool:
    """Whether a method is taken for one of the class without being said to be one."""
    return isinstance(function, FunctionValue) and _parameters(function)[:1] == ["cls"]


def _parameters(function: FunctionValue) -> list[str]:
    arguments = function.node.args
    return [each.arg for each in (*arguments.posonlyargs, *arguments.args)]


def _handler(inner: Step) -> Builtin:
    return Builtin("handler", lambda given, site: inner(given.first() or UNKNOWN))


def _called(function: Value, given: tuple[Value, ...], site: Site) -> Value:
    """Call a validator; one that wants to know more than the value is told something."""
    more: list[Value] = []
    if isinstance(function, FunctionValue):
        more = [UNKNOWN] * (len(_parameters(function)) - len(given))
    return function.call(Arguments([*given, *more]), site)


def of_fields(arguments: Arguments, site: Site) -> Value:
    """`@field_validator("posts", mode="before")`"""
    return _decorator(_fields(arguments), _mode(arguments))


def of_the_whole(arguments: Arguments, site: Site) -> Value:
    """`@model_validator(mode="before")`"""
    return _decorator(None, _mode(arguments))


def of_fields_in_version_1(arguments: Arguments, site: Site) -> Value:
    """`@validator("posts", pre=True)`"""
    known = not arguments.open_ended and "each_item" not in arguments.keywords
    before = arguments.keywords.get("pre") == TRUE
    return _decorator(_fields(arguments), ("before" if before else "after") if known else None)


def of_the_whole_in_version_1(arguments: Arguments, site: Site) -> Value:
    """`@root_validator(pre=True)`: what it is given is a dictionary of a kind of its own."""
    before = arguments.keywords.get("pre") == TRUE
    made = Validator(None if before else "after", UNKNOWN)
    return Builtin("validator", lambda given, where: made)


def _mode(arguments: Arguments) -> str | None:
    mode = arguments.get(-1, "mode") or Constant("after")
    return str(mode.value) if isinstance(mode, Constant) else None


def _fields(arguments: Arguments) -> tuple[str, ...]:
    names = [name.value for name in arguments.positional if isinstance(name, Constant)]
    return tuple(name for name in names if isinstance(name, str))


def _decorator(fields: tuple[str, ...] | None, mode: str | None) -> Builtin:
    return Builtin(
        "validator", lambda given, site: Validator(mode, given.first() or UNKNOWN, fields)
    )


def annotated(mode: str) -> Builtin:
    """`BeforeValidator(function)` and its kin, which stand in annotations."""
    return Builtin(mode, lambda given, site: Validator(mode, given.get(0, "func") or UNKNOWN))
