"""FastAPI: routes, and dependencies as call sites.

Source: FastAPI's "Dependencies" and "Response Model": the response is serialised before a
dependency's code after `yield` runs.
"""

from __future__ import annotations

from flake8_greenlet.interpreter.classes import Instance
from flake8_greenlet.interpreter.functions import FunctionValue
from flake8_greenlet.interpreter.values import NONE, Builtin, Site, Value
from flake8_greenlet.libraries import background, encoding, pydantic
from flake8_greenlet.libraries.fastapi.dependencies import (
    depends,
    fields_of,
    parameter,
    provide,
    provided_once,
)
from flake8_greenlet.libraries.fastapi.routes import RouterClass, route_of

__all__ = ["answered", "entered", "lookup", "parameter", "provide", "unbound"]

_DEPENDS = Builtin("Depends", depends)
_ROUTERS = {name: RouterClass(name) for name in ("FastAPI", "APIRouter", "Starlette", "Router")}


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
    if name == "BackgroundTasks":
        return background.BACKGROUND_TASKS
    return _ROUTERS.get(name)


def unbound(name: str) -> Value | None:
    """`Depends` in a pasted snippet."""
    return _DEPENDS if name == "Depends" else None


def entered(function: FunctionValue, receiver: Value | None, site: Site) -> None:
    """What FastAPI does before it fills the parameters of a route: it asks for what the route, or
    its router, depends on without a name; and for what a class of routes has as its attributes."""
    route = route_of(function, site)
    if route is None:
        return
    for dependency in route.dependencies:
        provided_once(dependency, None, site)
    if isinstance(receiver, Instance):
        for name, value in fields_of(receiver.cls, site).keywords.items():
            receiver.set(name, value, site)


def answered(function: FunctionValue, value: Value, site: Site) -> None:
    """What FastAPI makes of what a route has returned: the response model reads its fields; without
    one, only what is in the object's `__dict__` is in the answer.

    The sessions of dependencies are still open, and nothing after their `yield` has run.
    """
    route = route_of(function, site)
    if route is None:
        return
    value.operand(site)
    model = route.response_model
    if model is None:
        returns = getattr(function.node, "returns", None)
        model = NONE if returns is None else function.evaluate_head(returns, site)
    if model != NONE:
        value = pydantic.validate(model, value, site, from_attributes=True)
    encoding.encode(value, site, None, by_schema=model != NONE)
    background.run_all(site)
