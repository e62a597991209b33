"""Which factories of a module its calls of `configure()` are for.

Source: "Session and sessionmaker()".
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flake8_greenlet.interpreter.code import (
    FUNCTIONS,
    bound_names,
    descendants,
    look_at,
    walk,
)
from flake8_greenlet.interpreter.values import Site


class _Scope(NamedTuple):
    """A module, class or function, as far as it says whose a name is."""

    node: ast.AST
    binds: frozenset[str]
    shares: frozenset[str]
    """The names that it declares `global`."""


class _Binding(NamedTuple):
    """A variable of a scope; an attribute, of whatever object, is of none."""

    owner: ast.AST | None
    name: str


def configured(site: Site) -> bool | None:
    """Whether the `configure()` calls in this module for the factory that is made here name
    `expire_on_commit`; None where there are none."""
    return site.machine.world.facts(site.frame.module.tree, _configured).get(site.node)


def _configured(tree: ast.AST) -> dict[ast.AST, bool]:
    """What is assigned to names that `configure()` is called for, and whether it is given
    `expire_on_commit`, or what nobody sees."""
    if not any(map(_is_configure, descendants(tree))):
        return {}
    says: dict[_Binding, bool] = {}
    assigned: list[tuple[ast.AST, _Binding]] = []
    for node, scopes in _nodes(tree, ()):
        if _is_configure(node):
            assert isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            expiry = any(keyword.arg in (None, "expire_on_commit") for keyword in node.keywords)
            for binding in _bindings([node.func.value], scopes):
                says[binding] = expiry or says.get(binding, False)
        assigned += [
            (value, binding)
            for targets, value in _assignments(node)
            for binding in _bindings(targets, scopes)
        ]
    found: dict[ast.AST, bool] = {}
    for value, binding in assigned:
        # Other objects have attributes of this name as well: what they are told may concern this
        # one, but does not say that nobody else configures it.
        if binding in says and (says[binding] or binding.owner is not None):
            found[value] = says[binding] or found.get(value, False)
    return found


def _is_configure(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "configure"
    )


def _nodes(
    node: ast.AST, around: tuple[_Scope, ...]
) -> Iterator[tuple[ast.AST, tuple[_Scope, ...]]]:
    """Everything that runs in a scope or in one inside of it, with the scopes that it sees."""
    scopes = (*around, _scope(node))
    for child in walk(_body(node)):
        yield child, scopes
        if isinstance(child, (*FUNCTIONS, ast.ClassDef)):
            yield from _nodes(child, scopes)


def _body(node: ast.AST) -> list[ast.AST]:
    body = getattr(node, "body")  # noqa: B009 - a scope of any kind
    return [body] if isinstance(node, ast.Lambda) else body


def _scope(node: ast.AST) -> _Scope:
    if isinstance(node, FUNCTIONS):
        code = look_at(node)
        return _Scope(node, code.locals, code.globals)
    binds = frozenset(name for child in walk(_body(node)) for name in bound_names(child))
    return _Scope(node, binds, frozenset())


def _assignments(node: ast.AST) -> Iterator[tuple[list[ast.expr], ast.AST]]:
    """What this node assigns, with the targets; of an `a if … else b` either."""
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)):
        targets = [node.target]
    else:
        return
    values = [node.value]
    while values:
        value = values.pop()
        if isinstance(value, ast.IfExp):
            values += [value.body, value.orelse]
        elif value is not None:
            yield targets, value


def _bindings(targets: Iterable[ast.expr], scopes: tuple[_Scope, ...]) -> Iterator[_Binding]:
    for target in targets:
        if isinstance(target, ast.Attribute):
            yield _Binding(None, target.attr)
        elif isinstance(target, ast.Name):
            yield _binding(target.id, scopes)


def _binding(name: str, scopes: tuple[_Scope, ...]) -> _Binding:
    """Whose variable a name is where it stands; those of a class are its attributes."""
    *around, here = scopes
    if isinstance(here.node, ast.ClassDef) and name in here.binds:
        return _Binding(None, name)
    for scope in (here, *reversed(around)):
        if name in scope.shares:
            break
        if name in scope.binds and not isinstance(scope.node, ast.ClassDef):
            return _Binding(scope.node, name)
    return _Binding(scopes[0].node, name)
