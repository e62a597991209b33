"""What names of the standard library mean, and `pytest.raises`."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from flake8_greenlet.interpreter import types
from flake8_greenlet.interpreter.classes import Property
from flake8_greenlet.interpreter.functions import ContextFactory, Later, Partial
from flake8_greenlet.interpreter.values import (
    NONE,
    TRUE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Site,
    Value,
    join,
)

_TYPING = ("typing", "typing_extensions", "collections.abc", "collections")
_GREENLET_ERRORS = ("MissingGreenlet", "StatementError", "DBAPIError")


@dataclass(frozen=True)
class Raises(Value):
    """`pytest.raises(…)`: what happens inside is meant to."""

    def enter(self, site: Site) -> Value:
        return UNKNOWN


@dataclass(frozen=True)
class Suppress(Value):
    """`contextlib.suppress(…)`"""

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


class ExitStack(Value):
    """`contextlib.ExitStack`, `AsyncExitStack`: what it enters is left when it is."""

    def enter(self, site: Site) -> Value:
        return self

    async_enter = enter

    def get(self, name: str, site: Site) -> Value:
        if name == "enter_context":
            return Builtin(name, lambda given, where: (given.first() or UNKNOWN).enter(where))
        if name == "enter_async_context":
            return Builtin(name, self._enter_async)
        return UNKNOWN

    def _enter_async(self, arguments: Arguments, site: Site) -> Value:
        manager = arguments.first() or UNKNOWN
        return Later(lambda where: manager.async_enter(where))


def _identity(arguments: Arguments, site: Site) -> Value:
    return arguments.first() or UNKNOWN


def _decorator_factory(arguments: Arguments, site: Site) -> Value:
    if len(arguments.positional) == 1 and not arguments.keywords:
        return arguments.positional[0]
    return Builtin("decorator", _identity)


def _wraps(arguments: Arguments, site: Site) -> Value:
    return Builtin("wraps", _identity)


def _partial(arguments: Arguments, site: Site) -> Value:
    function, *rest = arguments.positional or [UNKNOWN]
    if arguments.open_ended:
        return UNKNOWN
    return Partial(function, tuple(rest), tuple(arguments.keywords.items()))


def _context_manager(arguments: Arguments, site: Site) -> Value:
    return ContextFactory(arguments.first() or UNKNOWN)


def _cast(arguments: Arguments, site: Site) -> Value:
    if len(arguments.positional) != 2:
        return UNKNOWN
    target, value = arguments.positional
    if value != UNKNOWN and not isinstance(value, Constant):
        return value
    return types.instance_of(target, site) or value


def _cached_property(arguments: Arguments, site: Site) -> Value:
    return Property(arguments.first() or UNKNOWN)


def _getenv(arguments: Arguments, site: Site) -> Value:
    """The default stands for what is set where nobody looks: the code was written for it."""
    default = arguments.get(1, "default")
    return UNKNOWN if default is None else join(default, default)


def _closing(arguments: Arguments, site: Site) -> Value:
    return NullContext(arguments.first() or UNKNOWN)


_NAMES: dict[str, Value] = {
    "abc.abstractmethod": Builtin("abstractmethod", _identity),
    "contextlib.AsyncExitStack": Builtin("AsyncExitStack", lambda a, s: ExitStack()),
    "contextlib.ExitStack": Builtin("ExitStack", lambda a, s: ExitStack()),
    "contextlib.aclosing": Builtin("aclosing", _closing),
    "contextlib.asynccontextmanager": Builtin("asynccontextmanager", _context_manager),
    "contextlib.closing": Builtin("closing", _closing),
    "contextlib.contextmanager": Builtin("contextmanager", _context_manager),
    "contextlib.nullcontext": Builtin(
        "nullcontext", lambda arguments, site: NullContext(arguments.first() or NONE)
    ),
    "contextlib.suppress": Builtin("suppress", lambda arguments, site: Suppress()),
    "dataclasses.dataclass": Builtin("dataclass", _decorator_factory),
    "functools.cache": Builtin("cache", _identity),
    "functools.cached_property": Builtin("cached_property", _cached_property),
    "functools.lru_cache": Builtin("lru_cache", _decorator_factory),
    "functools.partial": Builtin("partial", _partial),
    "functools.wraps": Builtin("wraps", _wraps),
    "os.environ.get": Builtin("os.environ.get", _getenv),
    "os.getenv": Builtin("os.getenv", _getenv),
    "pytest.raises": Builtin("raises", lambda arguments, site: Raises()),
    "typing.TYPE_CHECKING": TRUE,
    "typing.cast": Builtin("cast", _cast),
    "typing.final": Builtin("final", _identity),
    "typing.overload": Builtin("overload", _identity),
    "typing.override": Builtin("override", _identity),
}


_FAILURES = ("raises", "assertRaises", "assertRaisesRegex", "expect_raises")


def names_a_failure(node: ast.expr) -> bool:
    """`with self.assertRaises(…)`, and what test suites call their own of the kind.

    A name is no proof, but all it does here is to keep silent.
    """
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name.startswith(_FAILURES)


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name of the standard library."""
    value = _NAMES.get(qualified)
    if value is not None:
        return value
    module, _, name = qualified.rpartition(".")
    if module in _TYPING:
        found = _NAMES.get(f"typing.{name}")
        return types.form(name) if found is None else found
    return None
