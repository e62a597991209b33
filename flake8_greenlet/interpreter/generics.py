"""Generic classes of the project: what `type[Model]` is in `class Users(Repository[User])`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_greenlet.interpreter.code import last_name
from flake8_greenlet.interpreter.types import GenericType, TypeVariable
from flake8_greenlet.interpreter.values import Value

if TYPE_CHECKING:
    from flake8_greenlet.interpreter.classes import ClassValue


def class_at_hand(cls: ClassValue, owner: ClassValue, annotation: ast.expr | None) -> Value | None:
    """The class that `type[Model]`, an annotation of a generic ancestor, means in a class.

    However the ancestor comes by it, by `__init_subclass__` or from `__orig_bases__`: this is
    what the attribute is declared to be.
    """
    if not isinstance(annotation, ast.Subscript):
        return None
    kind = last_name(annotation.value)
    if kind == "ClassVar":
        return class_at_hand(cls, owner, annotation.slice)
    if kind not in ("type", "Type") or not isinstance(annotation.slice, ast.Name):
        return None
    return _argument(cls, owner, annotation.slice.id)


def _argument(cls: ClassValue, owner: ClassValue, variable: str) -> Value | None:
    """What stands for a type variable of an ancestor; None where it is left open."""
    from flake8_greenlet.interpreter.classes import as_class

    names = _variables(owner)
    if variable not in names or owner not in cls.lineage:
        return None
    place = names.index(variable)
    for heir in cls.lineage[: cls.lineage.index(owner)]:
        for base, given in _subscripts(heir):
            if as_class(heir.world.evaluate_in(heir, base)) is owner and place < len(given):
                found = heir.world.evaluate_in(heir, given[place])
                if as_class(found) is not None:
                    return found
                return _argument(cls, heir, last_name(given[place]))
    return None


def _variables(cls: ClassValue) -> list[str]:
    """The names of a class's type variables, in order."""
    declared = [each.name for each in getattr(cls.node, "type_params", ())]
    generic = [base.members for base in cls.bases if isinstance(base, GenericType)]
    values = (
        generic[0]
        if generic
        else [cls.world.evaluate_in(cls, each) for _, given in _subscripts(cls) for each in given]
    )
    mentioned = [value.name for value in values if isinstance(value, TypeVariable)]
    return declared or list(dict.fromkeys(mentioned))


def _subscripts(cls: ClassValue) -> list[tuple[ast.expr, list[ast.expr]]]:
    """The bases of a class that are given arguments, with these."""
    return [
        (base.value, base.slice.elts if isinstance(base.slice, ast.Tuple) else [base.slice])
        for base in cls.node.bases
        if isinstance(base, ast.Subscript)
    ]
