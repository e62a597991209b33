"""Which names a block of statements binds."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

_Scope = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

# The nodes that own the names stored below them: `a` and `b` in `a, b = f()` belong to the Assign.
_OWNERS: tuple[type[ast.AST], ...] = (
    ast.Assign,
    ast.AnnAssign,
    ast.AugAssign,
    ast.NamedExpr,
    ast.For,
    ast.AsyncFor,
    ast.With,
    ast.AsyncWith,
    ast.Delete,
)


def bindings(body: Iterable[ast.stmt]) -> Iterator[tuple[str, ast.AST]]:
    """Yield every name that a block binds in its own scope, with the node that binds it.

    The order is that of the source. Blocks of `if`, `try`, `with`, `match` and loops belong to the
    scope, bodies of functions, lambdas and classes do not; a `:=` in a comprehension does, the
    comprehension's own variables do not. `del name` counts, `import *` does not. A node that
    binds a name twice comes twice.
    """
    # An explicit stack, because expressions may nest deeper than Python may recurse.
    stack: list[tuple[ast.AST, ast.AST]] = [(node, node) for node in reversed(list(body))]
    while stack:
        node, owner = stack.pop()
        children: Iterable[ast.AST]
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                yield node.id, owner
            continue
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                if alias.name != "*":
                    yield alias.asname or alias.name.partition(".")[0], node
            continue
        if isinstance(node, ast.ClassDef):
            yield node.name, node
            children = [*node.decorator_list, *node.bases, *node.keywords]
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node
            children = [*node.decorator_list, node.args, *([node.returns] if node.returns else [])]
        elif isinstance(node, ast.Lambda):
            children = [node.args]
        elif isinstance(node, ast.comprehension):
            children = [node.iter, *node.ifs]
        elif type(node).__name__ == "TypeAlias":  # new in Python 3.12, its value is a scope
            owner = node
            children = [getattr(node, "name")]  # noqa: B009
        else:
            if isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
                if node.name is not None:
                    yield node.name, node
            elif isinstance(node, ast.MatchMapping):
                if node.rest is not None:
                    yield node.rest, node
            elif isinstance(node, _OWNERS):
                owner = node
            children = ast.iter_child_nodes(node)
        stack.extend((child, owner) for child in reversed(list(children)))


def statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a block and of the blocks in it, in order, but of no inner scope."""
    stack: list[ast.AST] = list(reversed(list(body)))
    while stack:
        node = stack.pop()
        if isinstance(node, ast.stmt):
            yield node
        if not isinstance(node, _Scope):
            inner = [c for c in ast.iter_child_nodes(node) if not isinstance(c, ast.expr)]
            stack.extend(reversed(inner))


def global_writers(tree: ast.Module) -> frozenset[str]:
    """Return the names that a function or class in the module declares `global` and binds."""
    found: set[str] = set()
    for scope in ast.walk(tree):
        if isinstance(scope, _Scope):
            declared = {
                name
                for statement in statements(scope.body)
                if isinstance(statement, ast.Global)
                for name in statement.names
            }
            if declared:
                found.update(declared.intersection(name for name, _ in bindings(scope.body)))
    return frozenset(found)
