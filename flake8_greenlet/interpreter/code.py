"""What one look at a function's body tells: its locals, its kind, the conditions it repeats."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Union

from flake8_greenlet.records import dataclass

Function = Union[ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda]  # noqa: UP007 - a type alias
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_SCOPES = (*FUNCTIONS, ast.ClassDef)


@dataclass(frozen=True)
class Code:
    """A function, seen as Python's compiler sees it.

    `locals` are the names that it binds; `recurring` those that it tests more than once, so
    that the paths through the first test are worth telling apart until the last; `flags` those
    that it sets to True or False and tests, which remember what happened on the way; `tested`
    are all names in its tests; `iterated` those of what it goes through more than once; `awaited`
    is what its `await`s call.  `is_closed_over` says whether something in it may need its
    variables once it has returned.
    """

    locals: frozenset[str]
    globals: frozenset[str]
    nonlocals: frozenset[str]
    recurring: frozenset[str]
    flags: frozenset[str]
    tested: frozenset[str]
    iterated: frozenset[str]
    awaited: frozenset[ast.expr]
    is_generator: bool
    is_async: bool
    is_closed_over: bool


# Most of a tree; what they hold is looked at by itself.
_SAY_NOTHING = frozenset(
    {ast.Attribute, ast.BinOp, ast.BoolOp, ast.Constant, ast.Dict, ast.Expr, ast.FormattedValue}
    | {ast.JoinedStr, ast.List, ast.Return, ast.Set, ast.Tuple, ast.UnaryOp, ast.keyword}
)


def look_at(node: Function) -> Code:
    """Collect a `Code` from a function's syntax tree."""
    bound: set[str] = set(parameter_names(node.args))
    shared: set[str] = set()
    outer: set[str] = set()
    tested: Counter[str] = Counter()
    iterated: Counter[str] = Counter()
    flags: set[str] = set()
    asked: set[str] = set()
    awaited: set[ast.expr] = set()
    generator = closed_over = False
    body: Iterable[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else node.body
    for child in walk(body):
        if type(child) in _SAY_NOTHING:
            continue
        if isinstance(child, ast.Global):
            shared.update(child.names)
        elif isinstance(child, ast.Nonlocal):
            outer.update(child.names)
        elif isinstance(child, (ast.Yield, ast.YieldFrom)):
            generator = True
        elif isinstance(child, ast.Await):
            awaited.update(_awaited_callee(child))
        else:
            flags.update(_flags_set(child))
            bound.update(bound_names(child))
            tested.update(_tested_names(child))
            iterated.update(_iterated_names(child))
            closed_over = closed_over or _closes_over(child)
            if isinstance(child, COMPREHENSIONS):
                for each in descendants(child):
                    awaited.update(_awaited_callee(each))
            if isinstance(child, (ast.If, ast.While, ast.IfExp, ast.Assert)):
                asked.update(names_in(child.test))
    return Code(
        locals=frozenset(bound - shared - outer),
        globals=frozenset(shared),
        nonlocals=frozenset(outer),
        recurring=frozenset(name for name, count in tested.items() if count > 1),
        flags=frozenset(flags & tested.keys()),
        tested=frozenset(asked),
        iterated=frozenset(name for name, count in iterated.items() if count > 1),
        awaited=frozenset(awaited),
        is_generator=generator,
        is_async=isinstance(node, ast.AsyncFunctionDef),
        is_closed_over=closed_over,
    )


def awaited_receivers(node: ast.AST) -> frozenset[str]:
    """The variables on which a function awaits a method: `await x.execute(…)`."""
    return frozenset(
        call.func.value.id
        for call in (n.value for n in descendants(node) if isinstance(n, ast.Await))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
    )


# Fields that never hold a node worth visiting: text, numbers, contexts and operators.
_LEAVES = frozenset(
    "arg asname attr conversion ctx id is_async kind level module op ops simple tag".split()
)
_fields: dict[type[ast.AST], tuple[str, ...]] = {}


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes right below a node, in the order of its fields, but no contexts and operators.

    Half the work of the analysis is looking at trees, so this is written for speed.  It goes by
    fields, as `ast.iter_child_nodes` does, and never by `__dict__`: other plugins are given the
    same tree, and some hang a `parent` on its nodes.
    """
    kind = type(node)
    fields = _fields.get(kind)
    if fields is None:
        fields = _fields[kind] = tuple(name for name in kind._fields if name not in _LEAVES)
    found: list[ast.AST] = []
    for name in fields:
        value = getattr(node, name, None)
        if isinstance(value, list):
            found += [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


def descendants(node: ast.AST) -> Iterator[ast.AST]:
    """A node and everything below it, in no particular order."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        stack += children(node)


def walk(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Every node that runs in this scope, in order; nested functions and classes only as
    statements."""
    stack = list(body)[::-1]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, _SCOPES):
            continue
        if isinstance(node, COMPREHENSIONS):
            # Its targets are its own; only walrus targets reach the scope around it.
            stack += [
                child
                for child in descendants(node)
                if isinstance(child, (ast.NamedExpr, ast.Yield))
            ]
            continue
        stack += children(node)[::-1]


def last_name(node: ast.AST) -> str:
    """What a name, or a dotted one, ends with; empty for anything else."""
    return str(getattr(node, "attr", None) or getattr(node, "id", ""))


def names_in(node: ast.AST) -> frozenset[str]:
    """The names that are mentioned anywhere in a node."""
    return frozenset(child.id for child in descendants(node) if isinstance(child, ast.Name))


@lru_cache(maxsize=4096)
def parse_expression(text: str) -> ast.expr | None:
    """The expression in a quoted annotation; None when it is none.

    The same few annotations are evaluated again and again, and the parser is slow.
    """
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def parameter_names(arguments: ast.arguments) -> Iterator[str]:
    """The names of all parameters."""
    for parameter in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        yield parameter.arg
    if arguments.vararg:
        yield arguments.vararg.arg
    if arguments.kwarg:
        yield arguments.kwarg.arg


def bound_names(node: ast.AST) -> Iterator[str]:
    """The names that this very node binds."""
    if isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            yield node.id
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        for alias in node.names:
            yield alias.asname or alias.name.partition(".")[0]
    elif isinstance(node, ast.NamedExpr):
        yield node.target.id
    elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
        if node.name:
            yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest


def hands_on(node: ast.AST) -> bool:
    """Whether a function calls something with all that it may be given, as a wrapper does:
    `function(*args, **kwargs)`."""
    assert isinstance(node, FUNCTIONS)
    rest, named = node.args.vararg, node.args.kwarg
    if rest is None or named is None:
        return False
    body: Iterable[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else node.body
    return any(
        isinstance(child, ast.Call)
        and any(isinstance(given, ast.Starred) and _is(given.value, rest) for given in child.args)
        and any(given.arg is None and _is(given.value, named) for given in child.keywords)
        for child in walk(body)
    )


def _is(node: ast.expr, parameter: ast.arg) -> bool:
    return isinstance(node, ast.Name) and node.id == parameter.arg


def _closes_over(node: ast.AST) -> bool:
    """Whether this very node makes something that keeps the variables around it."""
    if isinstance(node, COMPREHENSIONS):
        return any(isinstance(child, _CLOSURES) for child in descendants(node))
    return isinstance(node, _SCOPES)


_CLOSURES = (ast.Lambda, ast.GeneratorExp)


def _awaited_callee(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Await) and isinstance(node.value, ast.Call):
        yield node.value.func


def _flags_set(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
        if isinstance(node.value.value, bool):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id


# Builtins that go through what they are given.
_GO_THROUGH = frozenset("all any enumerate list max min next set sorted sum tuple zip".split())


def _iterated_names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id in _GO_THROUGH:
            yield from (argument.id for argument in node.args if isinstance(argument, ast.Name))
        return
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        yield node.value.id
        return
    loops: Iterable[ast.AST] = (node,)
    if isinstance(node, COMPREHENSIONS):
        loops = (child for child in descendants(node) if isinstance(child, ast.comprehension))
    for loop in loops:
        if isinstance(loop, (ast.For, ast.comprehension)) and isinstance(loop.iter, ast.Name):
            yield loop.iter.id


def _tested_names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (ast.If, ast.While, ast.IfExp, ast.Assert)):
        yield from names_in(node.test)
    elif isinstance(node, ast.Call):
        # A flag that is handed to a callee is tested there.
        for value in (*node.args, *(keyword.value for keyword in node.keywords)):
            if isinstance(value, ast.Name):
                yield value.id
