"""Routers of FastAPI, and the routes that they make of functions.

Source: FastAPI's "Bigger Applications", `APIRouter`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeGuard

from flake8_greenlet.interpreter.code import descendants, last_name
from flake8_greenlet.interpreter.functions import FunctionValue
from flake8_greenlet.interpreter.values import UNKNOWN, Arguments, Builtin, Opaque, Site, Value
from flake8_greenlet.libraries.fastapi.dependencies import (
    Dependency,
    dependencies_in,
    dependencies_of,
)
from flake8_greenlet.records import dataclass, replace


@dataclass(frozen=True)
class RouterClass(Value):
    """`FastAPI`, `APIRouter`: also what a router of a class of the project inherits."""

    name: str

    def call(self, arguments: Arguments, site: Site) -> Value:
        return Router(dependencies_in(arguments, site))

    def get(self, name: str, site: Site) -> Value:
        return Router().get(name, site)

    def made(self, site: Site) -> Value:
        return Router()

    def truth(self, site: Site) -> bool | None:
        return True


@dataclass(frozen=True)
class Router(Value):
    """`FastAPI()`, `APIRouter()`: its decorators return the function as it is."""

    dependencies: tuple[Dependency, ...] = ()
    """What is asked for before each of its routes."""

    def get(self, name: str, site: Site) -> Value:
        if name == "state":
            return UNKNOWN
        if name in _METHODS:
            return Builtin(name, self._route)
        return Builtin(name, lambda arguments, where: Builtin("route", _identity))

    def _route(self, arguments: Arguments, site: Site) -> Value:
        model = arguments.keywords.get("response_model")
        model = UNKNOWN if model is None and arguments.open_ended else model
        return Route(model, (*self.dependencies, *dependencies_in(arguments, site)))

    def truth(self, site: Site) -> bool | None:
        return True


@dataclass(frozen=True)
class Route(Value):
    """`@router.get(…)`: a decorator that returns the function as it is."""

    response_model: Value | None
    """None where the return annotation is it, NONE for no model at all."""
    dependencies: tuple[Dependency, ...]

    def call(self, arguments: Arguments, site: Site) -> Value:
        return _identity(arguments, site)


_METHODS = frozenset(
    {
        "add_api_route",
        "api_route",
        "delete",
        "get",
        "head",
        "options",
        "patch",
        "post",
        "put",
        "trace",
    }
)


def _identity(arguments: Arguments, site: Site) -> Value:
    return arguments.first() or UNKNOWN


def route_of(function: FunctionValue, site: Site) -> Route | None:
    """The route that a decorator or `add_api_route()` makes of a function; None where it is none.

    What it depends on begins with what its router does, as far as its own file says so.
    """
    decorators = getattr(function.node, "decorator_list", ())
    for call in (*filter(_names_a_method, decorators), *_additions(function, site)):
        route = function.evaluate_head(call, site)
        if isinstance(route, Opaque):
            route = _route_by_its_model(call, function, site)
        if isinstance(route, Route):
            around = _inherited(call.func, function, site, set())
            return replace(route, dependencies=(*around, *route.dependencies))
    return None


def _additions(function: FunctionValue, site: Site) -> list[ast.Call]:
    """The calls of `add_api_route()` that name a function of the module, or in the class of a
    method that method."""
    owner = function.owner
    around = function.module.tree if owner is None else owner.node
    name = getattr(function.node, "name", "")
    is_method = owner is not None
    return site.machine.world.facts(around, _endpoints).get((name, is_method), [])


def _endpoints(tree: ast.AST) -> dict[tuple[str, bool], list[ast.Call]]:
    """What is given to `add_api_route()`: names, and whether they are attributes."""
    found: dict[tuple[str, bool], list[ast.Call]] = {}
    for call in _calls_of("add_api_route", tree):
        endpoint = _argument(call, 1, "endpoint")
        if isinstance(endpoint, (ast.Name, ast.Attribute)):
            key = last_name(endpoint), isinstance(endpoint, ast.Attribute)
            found.setdefault(key, []).append(call)
    return found


def _inherited(
    method: ast.expr, function: FunctionValue, site: Site, seen: set[str]
) -> tuple[Dependency, ...]:
    """What a router depends on because of the routers that include it in this file, the outermost
    first."""
    router = method.value if isinstance(method, ast.Attribute) else None
    if not isinstance(router, ast.Name) or router.id in seen:
        return ()
    seen.add(router.id)
    found: list[Dependency] = []
    for call in site.machine.world.facts(function.module.tree, _inclusions).get(router.id, []):
        found += _inherited(call.func, function, site, seen)
        assert isinstance(call.func, ast.Attribute)
        outer = function.evaluate_head(call.func.value, site)
        found += outer.dependencies if isinstance(outer, Router) else ()
        given = _argument(call, None, "dependencies")
        if given is not None:
            found += dependencies_of(function.evaluate_head(given, site), site)
    return tuple(found)


def _inclusions(tree: ast.AST) -> dict[str, list[ast.Call]]:
    """The calls of `include_router()` by the name of the router that they are given."""
    found: dict[str, list[ast.Call]] = {}
    for call in _calls_of("include_router", tree):
        router = _argument(call, 0, "router")
        if isinstance(router, ast.Name):
            found.setdefault(router.id, []).append(call)
    return found


def _calls_of(method: str, tree: ast.AST) -> Iterator[ast.Call]:
    for node in descendants(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == method:
                yield node


def _argument(call: ast.Call, position: int | None, name: str) -> ast.expr | None:
    if position is not None and position < len(call.args):
        return call.args[position]
    return next((each.value for each in call.keywords if each.arg == name), None)


def _names_a_method(decorator: ast.expr) -> TypeGuard[ast.Call]:
    """Whether a decorator is spelled as those of routers are."""
    function = decorator.func if isinstance(decorator, ast.Call) else None
    return isinstance(function, ast.Attribute) and function.attr in _METHODS


def _route_by_its_model(decorator: ast.Call, function: FunctionValue, site: Site) -> Value:
    """`@router.get("/", response_model=UserOut)`, whoever has made the router."""
    models = [keyword.value for keyword in decorator.keywords if keyword.arg == "response_model"]
    return Route(function.evaluate_head(models[0], site), ()) if models else UNKNOWN
