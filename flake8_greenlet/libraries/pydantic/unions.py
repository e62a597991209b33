"""Which members of a union may take a value.

Source: Pydantic's "Unions": each member is tried, and what one of them cannot read does no harm
where another one fits.  None of the simple types takes an object, and no schema takes a list.
"""

from __future__ import annotations

from collections.abc import Iterable

from flake8_greenlet.interpreter.classes import Instance
from flake8_greenlet.interpreter.containers import Sequence, Tuple
from flake8_greenlet.interpreter.modules import External
from flake8_greenlet.interpreter.types import (
    AnnotatedType,
    CollectionType,
    Form,
    MappingType,
    TupleType,
)
from flake8_greenlet.interpreter.values import NONE, Builtin, Value
from flake8_greenlet.libraries.pydantic.schemas import schema_of
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance

_SIMPLE = ("datetime", "decimal", "uuid")
"""Modules of types that take texts and numbers."""


def candidates(members: Iterable[Value], value: Value) -> list[Value] | None:
    """The members that may take an object or a list; None where nobody knows of one of them, or
    what the value is."""
    found = []
    for member in members:
        plain = member.type if isinstance(member, AnnotatedType) else member
        if isinstance(value, (MappedInstance, Instance)):
            takes = _takes_an_object(plain)
        elif isinstance(value, (Sequence, Tuple)):
            takes = _takes_a_list(plain)
        else:
            takes = None
        if takes is None:
            return None
        if takes:
            found.append(member)
    return found


def _takes_an_object(member: Value) -> bool | None:
    if schema_of(member) is not None:
        return True
    if isinstance(member, (CollectionType, MappingType, TupleType)) or _is_simple(member):
        return False
    return None


def _takes_a_list(member: Value) -> bool | None:
    if isinstance(member, CollectionType):
        return True
    if schema_of(member) is not None or isinstance(member, MappingType) or _is_simple(member):
        return False
    return None


def _is_simple(member: Value) -> bool:
    if isinstance(member, External):
        return member.qualified.partition(".")[0] in _SIMPLE
    return member == NONE or (isinstance(member, (Builtin, Form)) and member.name in _BUILTINS)


_BUILTINS = frozenset("bool bytes constant dict float int str".split())
