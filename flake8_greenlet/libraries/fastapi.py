"""FastAPI: routes, and dependencies as call sites.

Source: FastAPI's "Dependencies" and "Concurrency and async / await": a plain `def` runs in a
thread, and the response is serialised before a dependency's code after `yield` runs.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from flake8_greenlet.events import DependencyMismatch, SyncSessionInjected
from flake8_greenlet.interpreter.functions import Coroutine, FunctionValue, Generator, first_yield
from flake8_greenlet.interpreter.types import AnnotatedType, instance_of
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Context,
    Opaque,
    PathEnds,
    Site,
    Value,
)
from flake8_greenlet.libraries import encoding, pydantic
from flake8_greenlet.libraries.sqlalchemy.factories import SessionClass
from flake8_greenlet.libraries.sqlalchemy.sessions import Session

_ROUTERS = frozenset({"FastAPI", "APIRouter", "Starlette", "Router"})


@dataclass(frozen=True)
class Dependency(Value):
    """`Depends(provider)`; without a provider the annotation is it."""

    provider: Value | None
    name: str | None


def _depends(arguments: Arguments, site: Site) -> Value:
    provider = arguments.get(0, "dependency")
    name = None
    node = site.node
    if isinstance(node, ast.Call) and node.args:
        name = ast.unparse(node.args[0])
    return Dependency(provider, name)


class _Router(Value):
    """`FastAPI()`, `APIRouter()`: its decorators return the function as it is."""

    def get(self, name: str, site: Site) -> Value:
        if name == "state":
            return UNKNOWN
        if name in _METHODS:
            return Builtin(name, _route)
        return Builtin(name, lambda arguments, where: Builtin("route", _identity))

    def truth(self, site: Site) -> bool | None:
        return True


@dataclass(frozen=True)
class Route(Value):
    """`@router.get(…)`: a decorator that returns the function as it is."""

    response_model: Value | None
    """None where the return annotation is it, NONE for no model at all."""

    def call(self, arguments: Arguments, site: Site) -> Value:
        return _identity(arguments, site)


_METHODS = frozenset(
    {"api_route", "delete", "get", "head", "options", "patch", "post", "put", "trace"}
)


def _route(arguments: Arguments, site: Site) -> Value:
    model = arguments.keywords.get("response_model")
    return Route(UNKNOWN if model is None and arguments.open_ended else model)


def _identity(arguments: Arguments, site: Site) -> Value:
    return arguments.first() or UNKNOWN


_DEPENDS = Builtin("Depends", _depends)


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name below `fastapi` or `starlette`."""
    root, _, rest = qualified.partition(".")
    if root not in ("fastapi", "starlette") or not rest:
        return None
    name = rest.rpartition(".")[2]
    if name in ("Depends", "Security"):
        return _DEPENDS
    if name == "jsonable_encoder":
        return encoding.JSONABLE_ENCODER
    if name in _ROUTERS:
        return Builtin(name, lambda arguments, site: _Router())
    return None


def unbound(name: str) -> Value | None:
    """`Depends` in a pasted snippet."""
    return _DEPENDS if name == "Depends" else None


def parameter(annotation: Value | None, default: Value | None, site: Site) -> Value | None:
    """What FastAPI hands to a parameter; None for one that is no dependency.

    Where the provider cannot be followed, the annotation says what it is.
    """
    dependency = default if isinstance(default, Dependency) else None
    declared = annotation
    if isinstance(annotation, AnnotatedType):
        declared = annotation.type
        found = [m for m in annotation.metadata if isinstance(m, Dependency)]
        dependency = dependency or (found[-1] if found else None)
    if dependency is None:
        return None
    provider = dependency.provider if dependency.provider is not None else declared
    provided = UNKNOWN if provider is None else _provided_once(provider, site)
    if _disagree(declared, provided, dependency, site):
        return site.opaque()
    if isinstance(provided, Opaque) and declared is not None:
        return instance_of(declared, site) or provided
    if isinstance(provided, Session):
        provided.update(site, injected=True)
    return provided


def _provided_once(provider: Value, site: Site) -> Value:
    """What a dependency provides: FastAPI asks each one once for a request, so the session of
    `current_user` is the route's own."""
    key = ("dependency", provider)
    notes = site.machine.notes
    if key not in notes:
        notes[key] = provide(provider, site)
    value = notes[key]
    assert isinstance(value, Value)
    return value


def provide(provider: Value, site: Site) -> Value:
    """What a dependency provides: what it returns, or yields first.

    Its own findings are told where it stands; it runs in a thread when it is a plain `def`.
    """
    frame = site.frame
    before = frame.context
    frame.context = Context.THREAD
    start = site.machine.heap
    try:
        with site.machine.silent():
            return _resolve(provider, site)
    except PathEnds:
        site.machine.heap = start
        return UNKNOWN
    finally:
        frame.context = before


def _resolve(provider: Value, site: Site) -> Value:
    if isinstance(provider, FunctionValue):
        value = provider.call(_own_parameters(provider, site), site)
    else:
        value = provider.call(Arguments(), site)
    if isinstance(value, Generator):
        return first_yield(value, site)
    if isinstance(value, Coroutine):
        return value.awaited(site)
    return value


def _own_parameters(provider: FunctionValue, site: Site) -> Arguments:
    """A dependency's own parameters are dependencies in turn."""
    machine = site.machine
    parameters = provider.node.args
    inner = site.within(provider.module, provider.scope)
    if inner.frame.depth > 6:
        return Arguments()
    keywords = {}
    for argument in (*parameters.args, *parameters.kwonlyargs):
        keywords[argument.arg] = machine.entry_value(inner.frame, provider.node, argument)
    return Arguments([], keywords)


def answered(function: FunctionValue, value: Value, site: Site) -> None:
    """What FastAPI makes of what a route has returned: the response model reads its fields; without
    one, only what is in the object's `__dict__` is in the answer.

    The sessions of dependencies are still open, and nothing after their `yield` has run.
    """
    for decorator in getattr(function.node, "decorator_list", ()):
        route = _evaluated(decorator, function, site)
        if isinstance(route, Route):
            model = route.response_model
            if model is None:
                returns = getattr(function.node, "returns", None)
                model = NONE if returns is None else _evaluated(returns, function, site)
            if model != NONE:
                value = pydantic.validate(model, value, site, from_attributes=True)
            encoding.encode(value, site, None)
            return


def _evaluated(node: ast.expr, function: FunctionValue, site: Site) -> Value:
    """The value of an expression in the head of a `def`."""
    inner = site.within(function.module, function.scope)
    try:
        with site.machine.silent():
            value = site.machine.evaluate(inner.frame, node)
    except PathEnds:
        return UNKNOWN
    if isinstance(value, Constant) and isinstance(value.value, str):
        return site.machine.world.quoted(value.value, inner)
    return value


def _disagree(declared: Value | None, provided: Value, dependency: Dependency, site: Site) -> bool:
    """Tell when a sync session reaches an `async def`, or annotation and provider disagree.

    Returns whether they do: then nobody knows what the function makes of it.
    """
    node = site.node
    function = site.frame.function
    if not isinstance(node, ast.arg) or function is None:
        return False
    is_async = site.machine.world.code(function.node).is_async
    name = node.arg
    if isinstance(provided, Session):
        if isinstance(declared, SessionClass) and declared.is_async is not provided.is_async:
            kinds = {True: "AsyncSession", False: "Session"}
            provider = dependency.name or "its provider"
            site.emit(
                DependencyMismatch(
                    name, kinds[declared.is_async], kinds[provided.is_async], provider
                )
            )
            return True
        if is_async and not provided.is_async:
            site.emit(SyncSessionInjected(name, dependency.name))
    elif isinstance(provided, Opaque) and is_async:
        if isinstance(declared, SessionClass) and not declared.is_async:
            site.emit(SyncSessionInjected(name, dependency.name))
    return False
