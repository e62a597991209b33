"""Functions of the project and what calling one yields: a value, a coroutine, a generator."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flake8_greenlet.interpreter.code import Function
from flake8_greenlet.interpreter.frames import Paths, Scope, YieldTo
from flake8_greenlet.interpreter.values import (
    NONE,
    NOTHING,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Context,
    Mergeable,
    PathEnds,
    Seen,
    Site,
    Value,
    join,
)
from flake8_greenlet.records import dataclass

if TYPE_CHECKING:
    from flake8_greenlet.interpreter.classes import ClassValue
    from flake8_greenlet.project.module import Module


@dataclass(frozen=True, eq=False)
class FunctionValue(Value):
    """A `def`, `async def` or `lambda` of the project, with the scope that it closes over."""

    node: Function
    module: Module
    scope: Scope
    owner: ClassValue | None = None

    @property
    def name(self) -> str:
        return "<lambda>" if isinstance(self.node, ast.Lambda) else self.node.name

    def is_same(self, other: FunctionValue) -> bool:
        """Whether a call of one within the other is recursive: what a decorator has wrapped around
        two functions is not."""
        return self.node is other.node and self.scope is other.scope

    def call(self, arguments: Arguments, site: Site) -> Value:
        code = site.machine.world.code(self.node)
        invocation = Invocation(self, arguments)
        if code.is_generator:
            return AsyncGenerator(invocation) if code.is_async else Generator(invocation)
        if code.is_async:
            return Coroutine(invocation)
        return site.machine.invoke(invocation, site)

    def truth(self, site: Site) -> bool | None:
        return True

    def matters(self, site: Site, depth: int) -> bool:
        return True

    def escape(self, site: Site, seen: Seen) -> None:
        # Whoever gets the function may call it, and it may reach what it closes over.
        scope: Scope | None = self.scope
        free = site.machine.world.free_names(self.node)
        while scope is not None:
            for name, address in scope.cells.items():
                value = site.state(address)
                if name in free and address not in seen and isinstance(value, Value):
                    seen.add(address)
                    value.escape(site, seen)
            scope = scope.parent

    def evaluate_head(self, node: ast.expr, site: Site) -> Value:
        """The value of a decorator or an annotation; what it does is told where it stands."""
        inner = site.within(self.module, self.scope)
        try:
            with site.machine.silent():
                value = site.machine.evaluate(inner.frame, node)
        except PathEnds:
            return UNKNOWN
        if isinstance(value, Constant) and isinstance(value.value, str):
            return site.machine.world.quoted(value.value, inner)
        return value

    def __repr__(self) -> str:
        return f"<function {self.name}>"


@dataclass(frozen=True)
class BoundMethod(Mergeable):
    """A callable together with its first argument."""

    function: Value
    receiver: Value

    def merged(self, other: Value) -> Value | None:
        """One method of one of two objects is called once: to both happens what it does."""
        assert isinstance(other, BoundMethod)
        receiver = join(self.receiver, other.receiver)
        if self.function != other.function or receiver is UNKNOWN:
            return None
        return BoundMethod(self.function, receiver)

    def call(self, arguments: Arguments, site: Site) -> Value:
        return self.function.call(arguments.after(self.receiver), site)

    def truth(self, site: Site) -> bool | None:
        return True

    def matters(self, site: Site, depth: int) -> bool:
        return True

    def escape(self, site: Site, seen: Seen) -> None:
        self.receiver.escape(site, seen)


@dataclass(frozen=True)
class Partial(Value):
    """`functools.partial(function, …)`"""

    function: Value
    arguments: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]

    def call(self, arguments: Arguments, site: Site) -> Value:
        merged = Arguments(
            [*self.arguments, *arguments.positional],
            {**dict(self.keywords), **arguments.keywords},
            arguments.open_ended,
        )
        return self.function.call(merged, site)

    def escape(self, site: Site, seen: Seen) -> None:
        for value in (self.function, *self.arguments, *dict(self.keywords).values()):
            value.escape(site, seen)


@dataclass(frozen=True, eq=False)
class Invocation:
    """A call that has its arguments, and whose body has not run yet."""

    function: FunctionValue
    arguments: Arguments

    def escape(self, site: Site, seen: Seen) -> None:
        for value in self.arguments.values():
            value.escape(site, seen)


@dataclass(frozen=True, eq=False)
class Coroutine(Value):
    """What calling an `async def` yields: its body runs when it is awaited."""

    invocation: Invocation
    is_awaitable = True

    def awaited(self, site: Site) -> Value:
        return site.machine.invoke(self.invocation, site)

    def truth(self, site: Site) -> bool | None:
        return True

    def matters(self, site: Site, depth: int) -> bool:
        return True

    def escape(self, site: Site, seen: Seen) -> None:
        # Somebody else awaits it: then its arguments go where we cannot follow.
        self.invocation.escape(site, seen)


@dataclass(frozen=True, eq=False)
class Done(Value):
    """An awaitable whose outcome is known, such as a finished task."""

    outcome: Value
    is_awaitable = True

    def awaited(self, site: Site) -> Value:
        return self.outcome

    def get(self, name: str, site: Site) -> Value:
        if name == "result":
            return Builtin(name, lambda arguments, where: self.outcome)
        return UNKNOWN

    def truth(self, site: Site) -> bool | None:
        return True


class Later(Value):
    """An awaitable whose making says nothing yet: `work` is what awaiting it does, `given` what it
    was made of."""

    __slots__ = ("given", "work")

    is_awaitable = True

    def __init__(self, work: Callable[[Site], Value], given: Iterable[Value] = ()) -> None:
        self.work = work
        self.given = tuple(given)

    def awaited(self, site: Site) -> Value:
        return self.work(site)

    def truth(self, site: Site) -> bool | None:
        return True

    def escape(self, site: Site, seen: Seen) -> None:
        # Somebody else awaits it.
        for value in self.given:
            value.escape(site, seen)


@dataclass(frozen=True, eq=False)
class Generator(Value):
    """A generator whose body runs as it is consumed."""

    invocation: Invocation

    def run(self, site: Site, consume: YieldTo, paths: Paths) -> Paths:
        """Run the generator's body; at each `yield`, its consumer's."""
        return site.machine.generate(self.invocation, site, consume, paths)

    def _collect(self, site: Site) -> Value | None:
        """All that it yields, for consumers that are not followed turn by turn."""
        machine = site.machine
        yielded: list[Value] = []

        def consume(value: Value, paths: Paths) -> Paths:
            yielded.append(value)
            return paths

        heap = machine.joined(self.run(site, consume, [machine.heap]))
        if heap is not None:
            machine.heap = heap
        joined: Value = NOTHING
        for value in yielded:
            joined = join(joined, value)
        return None if joined is NOTHING else joined

    def element(self, site: Site) -> Value | None:
        return self._collect(site)

    def first(self, site: Site) -> Value:
        """The first value it yields, and the path up to there."""
        return first_yield(self, site)

    def truth(self, site: Site) -> bool | None:
        return True

    def matters(self, site: Site, depth: int) -> bool:
        return True

    def escape(self, site: Site, seen: Seen) -> None:
        self.invocation.escape(site, seen)


class AsyncGenerator(Generator):
    """An async generator whose body runs as it is consumed."""

    def element(self, site: Site) -> Value | None:
        raise PathEnds

    def async_element(self, site: Site) -> Value | None:
        return self._collect(site)

    def get(self, name: str, site: Site) -> Value:
        if name == "__anext__":
            return Builtin(name, lambda _, where: Done(self.first(where)))
        return UNKNOWN


def first_yield(generator: Generator, site: Site) -> Value:
    """Run a generator up to its first `yield`, and leave it there.

    Returns the value that it yielded.  Raises PathEnds if it surely yields none.
    """
    machine = site.machine
    stops: list[tuple[Value, Paths]] = []

    def stop(value: Value, paths: Paths) -> Paths:
        stops.append((value, paths))
        return []

    generator.run(site, stop, [machine.heap])
    heap = machine.joined([path for _, paths in stops for path in paths])
    if heap is None:
        raise PathEnds
    machine.heap = heap
    value: Value = NOTHING
    for yielded, _ in stops:
        value = join(value, yielded)
    return value


@dataclass(frozen=True, eq=False)
class ContextFactory(Value):
    """A generator function under `@contextmanager` or `@asynccontextmanager`."""

    function: Value

    def call(self, arguments: Arguments, site: Site) -> Value:
        made = self.function.call(arguments, site)
        return GeneratorContext(made) if isinstance(made, Generator) else made

    def truth(self, site: Site) -> bool | None:
        return True


@dataclass(frozen=True, eq=False)
class GeneratorContext(Value):
    """A context manager made of a generator: the `with` block runs at its `yield`."""

    generator: Generator

    def enter(self, site: Site) -> Value:
        return first_yield(self.generator, site)

    async_enter = enter

    def escape(self, site: Site, seen: Seen) -> None:
        self.generator.escape(site, seen)


def by_hand(manager: Value, name: str) -> Value | None:
    """`manager.__aenter__` and its kin, which are called by their names instead of by a `with`."""
    operation = _OF_MANAGERS.get(name)
    if operation is None:
        return None

    def call(arguments: Arguments, site: Site) -> Value:
        failed = (arguments.first() or NONE).truth(site) is True
        return operation(manager, failed, site)

    return Builtin(name, call)


_OF_MANAGERS: dict[str, Callable[[Value, bool, Site], Value]] = {
    "__enter__": lambda manager, failed, site: manager.enter(site),
    "__exit__": lambda manager, failed, site: Constant(manager.leave(site, failed=failed)),
    "__aenter__": lambda manager, failed, site: Later(manager.async_enter),
    "__aexit__": lambda manager, failed, site: Later(
        lambda where: Constant(manager.async_leave(where, failed=failed))
    ),
}


def in_context(function: Value, arguments: Arguments, site: Site, context: Context) -> Value:
    """Call something in another execution context, such as inside a greenlet or a thread."""
    frame = site.frame
    before = frame.context
    frame.context = context
    try:
        return function.call(arguments, site)
    finally:
        frame.context = before


def provide(work: Callable[[], Value], site: Site, context: Context) -> Value:
    """What a framework gets from a function that it calls: what that returns, or yields first.

    The findings of the function are told where it stands; where it surely raises, nobody knows.
    """
    frame = site.frame
    before, frame.context = frame.context, context
    start = site.machine.heap
    try:
        with site.machine.silent():
            value = work()
            if isinstance(value, Generator):
                return first_yield(value, site)
            return value.awaited(site) if isinstance(value, Coroutine) else value
    except PathEnds:
        site.machine.heap = start
        return UNKNOWN
    finally:
        frame.context = before


def returning(value: Value) -> Builtin:
    """A function that does nothing and returns this."""
    return Builtin("constant", lambda arguments, site: value)
