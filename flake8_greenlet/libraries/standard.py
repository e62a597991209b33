"""What names of the standard library mean."""

from __future__ import annotations

from flake8_greenlet.interpreter import types
from flake8_greenlet.interpreter.classes import Property
from flake8_greenlet.interpreter.functions import BoundMethod, FunctionValue, Partial
from flake8_greenlet.interpreter.values import (
    FALSE,
    TRUE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Site,
    Value,
    join,
)
from flake8_greenlet.libraries import collections, contexts, iteration, loggers

_TYPING = ("typing", "typing_extensions", "collections.abc", "collections", "contextlib")


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


def _cast(arguments: Arguments, site: Site) -> Value:
    if len(arguments.positional) != 2:
        return UNKNOWN
    target, value = arguments.positional
    if value != UNKNOWN and not isinstance(value, Constant):
        for each in value.alternatives():
            each.tested((target,), True, site)
        return value
    return types.instance_of(target, site) or value


def _cached_property(arguments: Arguments, site: Site) -> Value:
    return Property(arguments.first() or UNKNOWN, cached=True)


def _is_coroutine_function(arguments: Arguments, site: Site) -> Value:
    """What decorators ask that are made for both kinds of functions."""
    function = arguments.first() or UNKNOWN
    while isinstance(function, (BoundMethod, Partial)):
        function = function.function
    if not isinstance(function, FunctionValue):
        return site.opaque()
    code = site.machine.world.code(function.node)
    return Constant(code.is_async and not code.is_generator)


def _is_awaitable(arguments: Arguments, site: Site) -> Value:
    value = arguments.first() or UNKNOWN
    if value.is_awaitable:
        return TRUE
    return FALSE if isinstance(value, Constant) else site.opaque()


def _getenv(arguments: Arguments, site: Site) -> Value:
    """The default stands for what is set where nobody looks: the code was written for it."""
    default = arguments.get(1, "default")
    return UNKNOWN if default is None else join(default, default)


def _import_module(arguments: Arguments, site: Site) -> Value:
    """The module of a name that is written down; a relative one is left alone."""
    name = arguments.get(0, "name")
    if not isinstance(name, Constant) or not isinstance(name.value, str) or name.value[:1] == ".":
        return UNKNOWN
    return site.machine.world.module_value(site.frame.module, name.value)


def _type_variable(arguments: Arguments, site: Site) -> Value:
    name = arguments.get(0, "name")
    return types.TypeVariable(str(name.value)) if isinstance(name, Constant) else UNKNOWN


_AWAITABLE = Builtin("isawaitable", _is_awaitable)
_COROUTINE_FUNCTION = Builtin("iscoroutinefunction", _is_coroutine_function)

_NAMES: dict[str, Value] = {
    **collections.NAMES,
    **contexts.NAMES,
    **loggers.NAMES,
    **iteration.NAMES,
    "abc.abstractmethod": Builtin("abstractmethod", _identity),
    "asyncio.iscoroutine": _AWAITABLE,
    "asyncio.iscoroutinefunction": _COROUTINE_FUNCTION,
    "dataclasses.dataclass": Builtin("dataclass", _decorator_factory),
    "functools.cache": Builtin("cache", _identity),
    "functools.cached_property": Builtin("cached_property", _cached_property),
    "functools.lru_cache": Builtin("lru_cache", _decorator_factory),
    "functools.partial": Builtin("partial", _partial),
    "functools.wraps": Builtin("wraps", _wraps),
    "importlib.import_module": Builtin("import_module", _import_module),
    "inspect.isawaitable": _AWAITABLE,
    "inspect.iscoroutine": _AWAITABLE,
    "inspect.iscoroutinefunction": _COROUTINE_FUNCTION,
    "os.environ.get": Builtin("os.environ.get", _getenv),
    "os.getenv": Builtin("os.getenv", _getenv),
    "typing.TYPE_CHECKING": TRUE,
    "typing.TypeVar": Builtin("TypeVar", _type_variable),
    "typing.cast": Builtin("cast", _cast),
    "typing.final": Builtin("final", _identity),
    "typing.overload": Builtin("overload", _identity),
    "typing.override": Builtin("override", _identity),
}


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
