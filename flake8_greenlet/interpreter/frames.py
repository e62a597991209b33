"""A frame: one activation of a function, class body or module, and where its paths end."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from flake8_greenlet.interpreter.code import Code
from flake8_greenlet.interpreter.heap import Address, Heap
from flake8_greenlet.interpreter.values import NOTHING, UNKNOWN, Context, Value
from flake8_greenlet.records import dataclass

if TYPE_CHECKING:
    from flake8_greenlet.interpreter.functions import FunctionValue
    from flake8_greenlet.interpreter.machine import Machine
    from flake8_greenlet.project.module import Module

Paths = list[Heap]
YieldTo = Callable[[Value, Paths], Paths]
"""What a generator does at `yield`: run its consumer with the value, then go on."""


class Scope:
    """The names of one function activation (or comprehension), each with its cell."""

    __slots__ = ("cells", "code", "parent")

    def __init__(self, code: Code | None, parent: Scope | None) -> None:
        self.code = code
        self.parent = parent
        self.cells: dict[str, Address] = {}

    def binds(self, name: str) -> bool:
        """Whether the name is this scope's own; module and class scopes own what they bind."""
        return name in self.cells or (self.code is not None and name in self.code.locals)

    def fallback(self, name: str) -> Value | None:
        """What a name that has no cell stands for; only class bodies have such names."""
        return None

    def owner(self, name: str) -> Scope | None:
        """The innermost scope that owns the name; None when it is a global."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.cells:  # never so for a name that the scope declares global
                return scope
            code = scope.code
            if code is None:
                if scope.binds(name):
                    return scope
            elif name in code.locals:
                return scope
            elif name in code.globals:
                return None
            scope = scope.parent
        return None


class Exits:
    """Where the paths go that leave a block before its end."""

    __slots__ = ("breaks", "continues", "returns")

    def __init__(
        self,
        returns: Paths | None = None,
        breaks: Paths | None = None,
        continues: Paths | None = None,
    ) -> None:
        self.returns: Paths = [] if returns is None else returns
        self.breaks: Paths = [] if breaks is None else breaks
        self.continues: Paths = [] if continues is None else continues

    def lists(self) -> tuple[Paths, Paths, Paths]:
        return self.returns, self.breaks, self.continues


class Raises:
    """The paths that left a `try` body by an exception, by what was raised.

    Those that raised the same differ as the branches of a condition do.

    `None` stands for what nobody can name: its path joins the beginning of the body with the last
    place where it may have happened; what happens between is told by whoever fails.
    """

    __slots__ = ("paths",)

    LIMIT = 8

    def __init__(self) -> None:
        self.paths: dict[Value | None, Heap] = {}

    def add(self, heap: Heap, exception: Value | None = None) -> None:
        """One more path; `exception` is the value that was raised, where it is known, and NOTHING
        where all that a callee has raised is here by then."""
        if exception is NOTHING:
            return
        if exception not in self.paths and len(self.paths) >= self.LIMIT:
            exception = None
        before = self.paths.get(exception)
        if before is not None:
            heap = before.join(heap, branches=exception is not None)
        self.paths[exception] = heap

    def all(self) -> list[tuple[Heap, Value]]:
        """Every path with its exception."""
        return [(heap, exception or UNKNOWN) for exception, heap in self.paths.items()]


@dataclass(frozen=True)
class Answer:
    """Where an entry point has returned; and what it was handed, which whoever has called it keeps
    until the end."""

    given: tuple[Value, ...]
    statement: ast.stmt | None
    """The `return`, or the last statement of a body that comes to its end; None where paths from
    several have met."""

    def join(self, other: Answer) -> Answer:
        return self if self == other else Answer(self.given, None)


class Frame:
    """One activation.

    `node` is the syntax that it was called from in its caller, None for an entry point.
    """

    __slots__ = (
        "answer",
        "caller",
        "context",
        "depth",
        "entered",
        "exits",
        "function",
        "machine",
        "module",
        "node",
        "result",
        "scope",
        "transparent",
        "yield_to",
    )

    def __init__(
        self,
        machine: Machine,
        module: Module,
        scope: Scope,
        context: Context,
        *,
        caller: Frame | None = None,
        node: ast.AST | None = None,
        function: FunctionValue | None = None,
        yield_to: YieldTo | None = None,
        transparent: bool = False,
    ) -> None:
        self.machine = machine
        self.module = module
        self.scope = scope
        self.context = context
        self.caller = caller
        self.node = node
        self.function = function
        self.yield_to = yield_to
        self.transparent = transparent
        self.depth: int = 0 if caller is None else caller.depth + 1
        self.entered: int = machine.tick()
        self.exits = Exits()
        self.result: Address | None = None
        """Where its return value is."""
        self.answer: Address | None = None
        """Where an entry point's `Answer` is."""

    def lookup(self, name: str) -> Value:
        """What a name stands for here, as Python looks it up."""
        owner = self.scope.owner(name)
        if owner is not None:
            address = owner.cells.get(name)
            value = None if address is None else self.machine.heap.get(address)
            if isinstance(value, Value):
                return value
            value = owner.fallback(name)
            if value is not None:
                return value
            if owner.code is not None:
                return UNKNOWN
        if (self.module, name) in self.machine.replaced:
            return UNKNOWN
        return self.machine.world.name(self.module, name)

    def local_variables(self) -> Iterator[tuple[str, Value]]:
        """The local variables here, with their values."""
        for name, address in self.scope.cells.items():
            value = self.machine.heap.get(address)
            if isinstance(value, Value):
                yield name, value

    def variables(self) -> Iterator[Value]:
        """The value of every local variable here, in the scopes around and in the callers."""
        frame: Frame | None = self
        while frame is not None:
            scope: Scope | None = frame.scope
            while scope is not None:
                for address in scope.cells.values():
                    value = self.machine.heap.get(address)
                    if isinstance(value, Value):
                        yield value
                scope = scope.parent
            frame = frame.caller

    def bind(self, name: str, value: Value) -> None:
        """Bind a name in the scope that owns it."""
        scope: Scope | None = self.scope
        code = self.scope.code
        if code is not None and name in code.globals:
            return
        if code is not None and name in code.nonlocals and self.scope.parent is not None:
            scope = self.scope.parent.owner(name)
        if scope is None:
            return
        address = scope.cells.get(name)
        if address is None:
            scope.cells[name] = self.machine.allocate(value)
        else:
            self.machine.heap = self.machine.heap.set(address, value)

    def unbind(self, name: str) -> None:
        """`del name`"""
        self.bind(name, UNKNOWN)
