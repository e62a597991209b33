"""The context managers of `contextlib`, and `pytest.raises`."""

from __future__ import annotations

import ast

from flake8_greenlet.interpreter.code import last_name
from flake8_greenlet.interpreter.containers import Tuple
from flake8_greenlet.interpreter.functions import ContextFactory, Later
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Site,
    Value,
    escape,
)
from flake8_greenlet.records import dataclass


@dataclass(frozen=True)
class Raises(Value):
    """`pytest.raises(…)`: what happens inside is meant to."""

    expected: Value

    def enter(self, site: Site) -> Value:
        return UNKNOWN


@dataclass(frozen=True)
class Suppress(Value):
    """`contextlib.suppress(…)`"""

    classes: tuple[Value, ...] = ()

    def enter(self, site: Site) -> Value:
        return NONE

    async_enter = enter


@dataclass(frozen=True)
class NullContext(Value):
    """`contextlib.nullcontext(value)`"""

    value: Value

    def enter(self, site: Site) -> Value:
        return self.value

    async_enter = enter


@dataclass(frozen=True)
class Closing(Value):
    """`contextlib.closing(value)`, `aclosing(value)`: the end closes it."""

    value: Value

    def enter(self, site: Site) -> Value:
        return self.value

    async_enter = enter

    def leave(self, site: Site, *, failed: bool) -> None:
        self.value.get("close", site).call(Arguments(), site)

    def async_leave(self, site: Site, *, failed: bool) -> None:
        self.value.get("aclose", site).call(Arguments(), site).awaited(site)


@dataclass(frozen=True)
class Callback(Value):
    """`stack.callback(function, …)`: a context manager that only has an end."""

    function: Value
    arguments: tuple[Value, ...]

    def leave(self, site: Site, *, failed: bool) -> None:
        self.function.call(Arguments(list(self.arguments)), site)

    def async_leave(self, site: Site, *, failed: bool) -> None:
        self.function.call(Arguments(list(self.arguments)), site).awaited(site)


@dataclass(frozen=True)
class Entered(Value):
    """A context manager that a stack has entered, with how it is to be left."""

    manager: Value
    is_async: bool

    def leave(self, site: Site, *, failed: bool) -> None:
        if self.is_async:
            self.manager.async_leave(site, failed=failed)
        else:
            self.manager.leave(site, failed=failed)


@dataclass(frozen=True)
class ExitStack(Value):
    """`contextlib.ExitStack`, `AsyncExitStack`: what it enters is left when it is.

    The cell holds what was entered, in order, as a tuple.
    """

    address: Address

    @classmethod
    def new(cls, arguments: Arguments, site: Site) -> Value:
        return cls(site.allocate(Tuple(())))

    def enter(self, site: Site) -> Value:
        return self

    async_enter = enter

    def leave(self, site: Site, *, failed: bool) -> None:
        entered = site.state(self.address)
        if isinstance(entered, Tuple):
            for each in reversed(entered.items):
                each.leave(site, failed=failed)
        elif isinstance(entered, Value):
            # Entered on some paths only: which are left now, nobody can tell.
            escape(entered, site)
        site.store(self.address, Tuple(()))

    async_leave = leave

    def get(self, name: str, site: Site) -> Value:
        if name == "enter_context":
            return Builtin(name, self._enter)
        if name == "enter_async_context":
            return Builtin(name, lambda given, where: Later(lambda s: self._enter_async(given, s)))
        if name in ("push", "push_async_exit"):
            is_async = name == "push_async_exit"
            return Builtin(name, lambda given, where: self._push(given, is_async, where))
        if name in ("callback", "push_async_callback"):
            is_async = name == "push_async_callback"
            return Builtin(name, lambda given, where: self._call_back(given, is_async, where))
        if name in ("close", "aclose"):
            return Builtin(name, lambda given, where: self._close(name == "aclose", where))
        return UNKNOWN

    def _keep(self, each: Value, site: Site) -> None:
        entered = site.state(self.address)
        if isinstance(entered, Tuple):
            site.store(self.address, Tuple((*entered.items, each)))
        elif isinstance(entered, Value):
            site.store(self.address, entered.join(Tuple((each,))))

    def _enter(self, arguments: Arguments, site: Site) -> Value:
        manager = arguments.first() or UNKNOWN
        value = manager.enter(site)
        self._keep(Entered(manager, is_async=False), site)
        return value

    def _enter_async(self, arguments: Arguments, site: Site) -> Value:
        manager = arguments.first() or UNKNOWN
        value = manager.async_enter(site)
        self._keep(Entered(manager, is_async=True), site)
        return value

    def _push(self, arguments: Arguments, is_async: bool, site: Site) -> Value:
        manager = arguments.first() or UNKNOWN
        self._keep(Entered(manager, is_async), site)
        return manager

    def _call_back(self, arguments: Arguments, is_async: bool, site: Site) -> Value:
        function, *rest = arguments.positional or [UNKNOWN]
        self._keep(Entered(Callback(function, tuple(rest)), is_async), site)
        return function

    def _close(self, is_async: bool, site: Site) -> Value:
        def work(where: Site) -> Value:
            self.leave(where, failed=False)
            return NONE

        return Later(work) if is_async else work(site)


_FAILURES = ("raises", "assertRaises", "assertRaisesRegex", "expect_raises")


def names_a_failure(node: ast.expr) -> bool:
    """`with self.assertRaises(…)`, and what test suites call their own of the kind.

    A name is no proof, but all it does here is to keep silent.
    """
    if not isinstance(node, ast.Call):
        return False
    return last_name(node.func).startswith(_FAILURES)


def _closing(arguments: Arguments, site: Site) -> Value:
    return Closing(arguments.first() or UNKNOWN)


def _context_manager(arguments: Arguments, site: Site) -> Value:
    return ContextFactory(arguments.first() or UNKNOWN)


def _suppress(arguments: Arguments, site: Site) -> Value:
    others = (UNKNOWN,) if arguments.open_ended else ()
    return Suppress((*arguments.positional, *others))


def _null_context(arguments: Arguments, site: Site) -> Value:
    return NullContext(arguments.first() or NONE)


def _raises(arguments: Arguments, site: Site) -> Value:
    return Raises(arguments.get(0, "expected_exception") or UNKNOWN)


NAMES: dict[str, Value] = {
    "contextlib.AsyncExitStack": Builtin("AsyncExitStack", ExitStack.new),
    "contextlib.ExitStack": Builtin("ExitStack", ExitStack.new),
    "contextlib.aclosing": Builtin("aclosing", _closing),
    "contextlib.asynccontextmanager": Builtin("asynccontextmanager", _context_manager),
    "contextlib.closing": Builtin("closing", _closing),
    "contextlib.contextmanager": Builtin("contextmanager", _context_manager),
    "contextlib.nullcontext": Builtin("nullcontext", _null_context),
    "contextlib.suppress": Builtin("suppress", _suppress),
    "pytest.raises": Builtin("raises", _raises),
}
