"""Which engines of a module an `AsyncEngine()` stands in front of, wherever in it that is done.

Source: "Asynchronous I/O (asyncio)", `AsyncEngine`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_greenlet.interpreter.code import descendants
from flake8_greenlet.interpreter.values import Site


def is_wrapped(site: Site) -> bool:
    """Whether the engine that is made here gets a name which this module gives to AsyncEngine()."""
    return site.node in site.machine.world.facts(site.frame.module.tree, _wrapped)


def _wrapped(tree: ast.AST) -> frozenset[ast.AST]:
    given = {_name(argument) for argument in _given(tree)} - {None}
    return frozenset(
        value
        for node in (descendants(tree) if given else ())
        for targets, value in _assignments(node)
        if not given.isdisjoint(map(_name, targets))
    )


def _given(tree: ast.AST) -> Iterator[ast.expr]:
    for node in descendants(tree):
        if isinstance(node, ast.Call) and _name(node.func) == "AsyncEngine":
            yield from node.args
            yield from (keyword.value for keyword in node.keywords)


def _assignments(node: ast.AST) -> Iterator[tuple[list[ast.expr], ast.AST]]:
    if isinstance(node, ast.Assign):
        yield node.targets, node.value
    elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
        yield [node.target], node.value


def _name(node: ast.expr) -> str | None:
    """The last name of `engine`, `self.engine`."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)
