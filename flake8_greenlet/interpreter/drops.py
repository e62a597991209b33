"""What a statement throws away: values that nobody will ever use."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_greenlet.interpreter.code import descendants
from flake8_greenlet.interpreter.frames import Frame
from flake8_greenlet.interpreter.values import Site, Value

_LOOK_AT_ALL = frozenset({"eval", "exec", "locals", "vars"})


def drop(frame: Frame, node: ast.expr, value: Value) -> None:
    """An expression was a statement: what it has put into a list of its own is lost with that."""
    site = Site(frame, node)
    if isinstance(node, (ast.ListComp, ast.SetComp)):
        element = value.element(site)
        value = value if element is None else element
    items = value.unpack(len(node.elts), site) if isinstance(node, (ast.List, ast.Tuple)) else None
    for each in [value] if items is None else items:
        each.dropped(site)


def drop_unread(frame: Frame, targets: Sequence[ast.expr], node: ast.expr, value: Value) -> None:
    """A value was bound to variables: if the function never reads them, nobody has it."""
    function = frame.function
    if function is None or not all(isinstance(target, ast.Name) for target in targets):
        return
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    code = frame.machine.world.code(function.node)
    read = frame.machine.world.facts(function.node, names_read)
    if names <= code.locals and names.isdisjoint(read) and _LOOK_AT_ALL.isdisjoint(read):
        value.dropped(Site(frame, node))


def names_read(node: ast.AST) -> frozenset[str]:
    """The variables of a function that it does more with than to bind them and to ask whether
    they are None."""
    names: set[str] = set()
    asked: set[ast.AST] = set()
    for child in descendants(node):
        if isinstance(child, ast.Compare) and isinstance(child.ops[0], (ast.Is, ast.IsNot)):
            asked.add(child.left)
        elif isinstance(child, ast.Nonlocal):
            names.update(child.names)
        elif isinstance(child, ast.Name) and isinstance(child.ctx, (ast.Load, ast.Del)):
            if child not in asked:
                names.add(child.id)
    return frozenset(names)


def as_if(statement: ast.AST) -> ast.If | None:
    """The `if` that a statement such as `ready and session.commit()` stands for."""
    assert isinstance(statement, ast.Expr)
    node = statement.value
    if isinstance(node, ast.IfExp):
        found = ast.If(node.test, [_statement(node.body)], [_statement(node.orelse)])
    elif isinstance(node, ast.BoolOp):
        *tests, last = node.values
        test = tests[0] if len(tests) == 1 else ast.copy_location(ast.BoolOp(node.op, tests), node)
        if isinstance(node.op, ast.Or):
            test = ast.copy_location(ast.UnaryOp(ast.Not(), test), node)
        found = ast.If(test, [_statement(last)], [])
    else:
        return None
    return ast.copy_location(found, statement)


def _statement(node: ast.expr) -> ast.Expr:
    return ast.copy_location(ast.Expr(node), node)
