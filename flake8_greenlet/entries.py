"""Where the runs begin: the body of a file, and every function in it as if somebody unknown
called it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from flake8_greenlet.events import MisplacedAwait
from flake8_greenlet.interpreter.classes import ClassValue, as_class
from flake8_greenlet.interpreter.code import COMPREHENSIONS, children, descendants
from flake8_greenlet.interpreter.frames import Frame, Scope
from flake8_greenlet.interpreter.functions import FunctionValue
from flake8_greenlet.interpreter.machine import Activation, Happening, Machine
from flake8_greenlet.interpreter.statements import run_block
from flake8_greenlet.interpreter.values import Context, PathEnds, Site, Value
from flake8_greenlet.interpreter.world import World
from flake8_greenlet.project import Module

Start = Callable[[Machine], None]
_Function = (ast.FunctionDef, ast.AsyncFunctionDef)
_Outermost = tuple[ast.FunctionDef | ast.AsyncFunctionDef, tuple[ast.ClassDef, ...]]


def starts(module: Module) -> Iterator[Start]:
    """One start for the module's body, then one for each of its functions."""
    yield lambda machine: _run_body(machine, module)
    for node, classes in _functions(module.tree.body):
        yield _function_start(module, node, classes)


def _run_body(machine: Machine, module: Module) -> None:
    frame = Frame(machine, module, Scope(None, None), Context.IMPORT)
    run_block(frame, module.tree.body, [machine.heap])


def _functions(
    body: list[ast.stmt],
) -> Iterator[_Outermost]:
    """Every function that is not inside another, in order, with the classes around it."""
    waiting: list[tuple[ast.AST, tuple[ast.ClassDef, ...]]] = [(n, ()) for n in reversed(body)]
    while waiting:
        node, classes = waiting.pop()
        if isinstance(node, _Function):
            yield node, classes
        elif isinstance(node, ast.ClassDef):
            waiting += [(child, (*classes, node)) for child in reversed(node.body)]
        elif isinstance(node, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            waiting += [(child, classes) for child in reversed(children(node))]


def start_around(world: World, callee: Activation) -> tuple[ast.AST, Start] | None:
    """The start that comes by a callee in its own file: the outermost function around it."""
    found = world.facts(callee.module.tree, _outermost).get(callee.function)
    if found is None:
        return None
    node, classes = found
    return node, _function_start(callee.module, node, classes)


def _outermost(tree: ast.AST) -> dict[ast.AST, _Outermost]:
    """For each function of a module, the one around it that stands in no other."""
    assert isinstance(tree, ast.Module)
    return {
        inner: (node, classes)
        for node, classes in _functions(tree.body)
        for inner in descendants(node)
        if isinstance(inner, (*_Function, ast.Lambda))
    }


def _function_start(
    module: Module,
    node: ast.FunctionDef | ast.AsyncFunctionDef,
    classes: tuple[ast.ClassDef, ...],
) -> Start:
    def start(machine: Machine) -> None:
        frame = Frame(machine, module, Scope(None, None), Context.UNKNOWN, node=node)
        owner: ClassValue | None = None
        receiver: Value | None = None
        if classes:
            adopted = machine.world.class_value(classes[-1], module)
            owner = as_class(adopted)
            receiver = _receiver(node, adopted, Site(frame, node))
        function = FunctionValue(node, module, Scope(None, None), owner)
        machine.run_entry(function, receiver, _context(node))
        _run_nested(machine)

    return start


def _receiver(node: ast.FunctionDef | ast.AsyncFunctionDef, cls: Value, site: Site) -> Value | None:
    """What a method gets as its first argument."""
    names = {d.id for d in node.decorator_list if isinstance(d, ast.Name)}
    if "staticmethod" in names:
        return None
    if "classmethod" in names or node.name in ("__new__", "__init_subclass__"):
        return cls
    return cls.made(site) or site.opaque()


def _context(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Context:
    return Context.LOOP if isinstance(node, ast.AsyncFunctionDef) else Context.UNKNOWN


def _run_nested(machine: Machine) -> None:
    """Functions defined inside others, such as routes inside `create_app()`: those that nobody
    called meanwhile are called now, with what they close over as it was at their `def`."""
    done: set[ast.AST] = set()
    while True:
        waiting = [
            (node, *found)
            for node, found in machine.nested.items()
            if node not in done and node not in machine.called
        ]
        if not waiting:
            return
        for node, function, heap in waiting:
            done.add(node)
            if isinstance(node, ast.AsyncFunctionDef):
                machine.heap = heap
                with suppress(PathEnds):
                    machine.run_entry(function, None, Context.LOOP)


def misplaced_awaits(module: Module) -> Iterator[Happening]:
    """Every `await`, `async for` and `async with` that Python refuses to compile.

    `ast.parse` accepts them in a plain `def`; at module level they are a notebook's.
    """
    for node in descendants(module.tree):
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            name = None if isinstance(node, ast.Lambda) else node.name
            body = [node.body] if isinstance(node, ast.Lambda) else node.body
            for place, keyword in _awaits(body):
                yield Happening(MisplacedAwait(keyword, name), place, None, True)


def _awaits(body: Iterable[ast.AST]) -> Iterator[tuple[ast.AST, str]]:
    stack = list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, (*_Function, ast.Lambda, ast.ClassDef)):
            continue
        if isinstance(node, ast.GeneratorExp):
            # An async generator expression is allowed anywhere: it is not run here.
            stack.append(node.generators[0].iter)
            continue
        if isinstance(node, ast.Await):
            yield node, "await"
        elif isinstance(node, ast.AsyncFor):
            yield node, "async for"
        elif isinstance(node, ast.AsyncWith):
            yield node, "async with"
        elif isinstance(node, COMPREHENSIONS):
            for clause in node.generators:
                if clause.is_async:
                    yield clause.iter, "async for"
        stack += children(node)
