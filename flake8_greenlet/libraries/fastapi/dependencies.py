"""Dependencies of FastAPI: each is a call site.

Source: FastAPI's "Dependencies" and "Concurrency and async / await": a plain `def` runs in a
thread, and a provider is asked once for a request.
"""

from __future__ import annotations

import ast

from flake8_greenlet.events import DependencyMismatch, SyncSessionInjected
from flake8_greenlet.interpreter import functions
from flake8_greenlet.interpreter.classes import ClassValue, Instance
from flake8_greenlet.interpreter.code import awaited_receivers, descendants
from flake8_greenlet.interpreter.containers import Sequence
from flake8_greenlet.interpreter.drops import names_read
from flake8_greenlet.interpreter.functions import BoundMethod, FunctionValue
from flake8_greenlet.interpreter.types import AnnotatedType, instance_of
from flake8_greenlet.interpreter.values import (
    TRUE,
    UNKNOWN,
    Arguments,
    Context,
    Opaque,
    Site,
    Value,
)
from flake8_greenlet.libraries.sqlalchemy.blocking import Injected
from flake8_greenlet.libraries.sqlalchemy.factories import SessionClass
from flake8_greenlet.libraries.sqlalchemy.sessions import Session
from flake8_greenlet.records import dataclass

MAX_DEPTH = 6
"""Dependencies of dependencies that are asked for."""


@dataclass(frozen=True)
class Dependency(Value):
    """`Depends(provider)`; without a provider the annotation is it."""

    provider: Value | None
    name: str | None
    is_cached: bool = True
    """Whether it takes what the request has of its provider already."""


def depends(arguments: Arguments, site: Site) -> Value:
    provider = arguments.get(0, "dependency")
    name = None
    node = site.node
    if isinstance(node, ast.Call) and node.args:
        name = ast.unparse(node.args[0])
    return Dependency(provider, name, arguments.keywords.get("use_cache", TRUE) == TRUE)


def dependencies_in(arguments: Arguments, site: Site) -> tuple[Dependency, ...]:
    """`dependencies=[Depends(verify_token)]`"""
    return dependencies_of(arguments.keywords.get("dependencies"), site)


def dependencies_of(given: Value | None, site: Site) -> tuple[Dependency, ...]:
    """The dependencies in a list."""
    items = given.contents(site).items if isinstance(given, Sequence) else None
    return tuple(item for item in items or () if isinstance(item, Dependency))


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
    _runs_in_a_thread(site)
    provided = provided_once(dependency, declared, site)
    if _disagree(declared, provided, dependency, site):
        return site.opaque()
    if isinstance(provided, Opaque) and declared is not None:
        return _declared_once(dependency, declared, site) or provided
    return provided


def _runs_in_a_thread(site: Site) -> None:
    """What FastAPI fills the parameters of, and is a plain `def`, it runs in a thread."""
    function = site.frame.function
    if function is not None and not site.machine.world.code(function.node).is_async:
        site.frame.context = Context.THREAD


def provided_once(dependency: Dependency, declared: Value | None, site: Site) -> Value:
    """What a dependency provides: FastAPI asks each provider once for a request, so the session of
    `current_user` is the route's own, unless it is told to ask anew."""
    provider = declared if dependency.provider is None else dependency.provider
    if provider is None:
        return UNKNOWN
    key = ("dependency", provider)
    notes = site.machine.notes
    value = notes.get(key) if dependency.is_cached else None
    if value is None:
        value = provide(provider, site)
        notes.setdefault(key, value)
        _hold(value, site)
    assert isinstance(value, Value)
    return value


def _declared_once(dependency: Dependency, declared: Value, site: Site) -> Value | None:
    """What a dependency provides that cannot be followed: of its type, and the same one for all who
    ask for it in a request."""
    key = ("declared", (dependency.provider, dependency.name, declared))
    notes = site.machine.notes
    value = notes.get(key) if dependency.is_cached else None
    if value is None:
        value = notes[key] = instance_of(declared, site)
    assert value is None or isinstance(value, Value)
    return value


def _hold(value: Value, site: Site) -> None:
    """FastAPI keeps what dependencies have provided until the request is over."""
    frame = site.frame
    while frame.caller is not None:
        frame = frame.caller
    frame.bind(f"dependency {len(frame.scope.cells)}", value)


def provide(provider: Value, site: Site) -> Value:
    """What a dependency provides; it runs in a thread when it is a plain `def`."""

    def call() -> Value:
        return provider.call(_own_parameters(provider, site), site)

    return functions.provide(call, site, Context.THREAD)


def _own_parameters(provider: Value, site: Site) -> Arguments:
    """A dependency's own parameters are dependencies in turn."""
    function, parameters = _signature(provider)
    if function is None:
        return fields_of(provider, site)
    inner = site.within(function.module, function.scope)
    if inner.frame.depth > MAX_DEPTH:
        return Arguments()
    machine = site.machine
    keywords = {}
    for argument in parameters:
        keywords[argument.arg] = machine.entry_value(inner.frame, function.node, argument)
    return Arguments([], keywords)


def _signature(provider: Value) -> tuple[FunctionValue | None, list[ast.arg]]:
    """The function of the project that a provider calls, with the parameters that it has to fill:
    a class has its `__init__`, an object its `__call__`."""
    if isinstance(provider, FunctionValue):
        function: Value | None = provider
    elif isinstance(provider, BoundMethod):
        function = provider.function
    else:
        cls = provider if isinstance(provider, ClassValue) else None
        owner = provider.cls if isinstance(provider, Instance) else cls
        function = owner and owner.member("__call__" if cls is None else "__init__")
    if not isinstance(function, FunctionValue):
        return None, []
    arguments = function.node.args
    parameters = [*arguments.posonlyargs, *arguments.args]
    if function is not provider:
        del parameters[:1]
    return function, [*parameters, *arguments.kwonlyargs]


def fields_of(provider: Value, site: Site) -> Arguments:
    """The fields of a dataclass that are dependencies."""
    keywords: dict[str, Value] = {}
    for cls in provider.lineage[::-1] if isinstance(provider, ClassValue) else ():
        for name, annotation in cls.annotations.items():
            value = parameter(cls.world.evaluate_in(cls, annotation), cls.own(name), site)
            if value is not None:
                keywords[name] = value
    return Arguments([], keywords)


def _disagree(declared: Value | None, provided: Value, dependency: Dependency, site: Site) -> bool:
    """Tell when a sync session reaches an `async def`, or annotation and provider disagree.

    Returns whether they do: then nobody knows what the function makes of it.
    """
    function = site.frame.function
    if not isinstance(site.node, ast.arg) or function is None:
        return False
    name, world = site.node.arg, site.machine.world
    if name not in world.facts(function.node, names_read):
        return False
    is_async = world.code(function.node).is_async
    is_awaited = name in world.facts(function.node, awaited_receivers)
    declares = declared.is_async if isinstance(declared, SessionClass) else None
    injected = Injected(site, SyncSessionInjected(name, dependency.name))
    if isinstance(provided, Session):
        if declares is (not provided.is_async) and not _is_used_as(provided, name, function, site):
            provider = dependency.name or "its provider"
            site.emit(DependencyMismatch(name, provided.is_async, provider))
            return True
        if is_async and not provided.is_async:
            provided.update(site, injected=injected)
            injected.tell()
    elif isinstance(provided, Opaque) and is_async and declares is False and not is_awaited:
        injected.tell()
    return False


def _is_used_as(session: Session, name: str, function: FunctionValue, site: Site) -> bool:
    """Whether a function does with a session what its kind can do: then only the annotation is
    wrong."""
    facts = site.machine.world.facts
    is_awaited = name in facts(function.node, awaited_receivers)
    return (
        is_awaited if session.is_async else not is_awaited and name in facts(function.node, _asked)
    )


def _asked(node: ast.AST) -> frozenset[str]:
    """The variables whose members a function uses."""
    return frozenset(
        child.value.id
        for child in descendants(node)
        if isinstance(child, ast.Attribute) and isinstance(child.value, ast.Name)
    )
