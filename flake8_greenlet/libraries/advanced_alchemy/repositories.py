"""Repositories: what they load, and what they do to the rows of their model.

What a repository does is followed where its constructor is in sight and was given nothing but a
session and what is named here; any other has objects of its model whose history nobody knows.
"""

from __future__ import annotations

from collections.abc import Callable

from flake8_greenlet.interpreter.classes import Instance, Property
from flake8_greenlet.interpreter.containers import Sequence, Tuple
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Site,
    Value,
    escape,
    join,
)
from flake8_greenlet.libraries.adapters import Adapter, coroutine_method, run
from flake8_greenlet.libraries.advanced_alchemy import writing
from flake8_greenlet.libraries.advanced_alchemy.calls import IN_THE_WAY, OPTIONS, Call
from flake8_greenlet.libraries.sqlalchemy import ASYNC_SESSION
from flake8_greenlet.libraries.sqlalchemy.mapping import MappedClass, SqlExpression
from flake8_greenlet.libraries.sqlalchemy.queries import Statement
from flake8_greenlet.libraries.sqlalchemy.sessions import Session
from flake8_greenlet.records import dataclass

_NO_MATTER = frozenset(
    {"count_with_window_function", "error_messages", "order_by", "uniquify", "wrap_exceptions"}
)


def _initialize(arguments: Arguments, site: Site) -> Value:
    repository = arguments.first()
    given = {
        name: value
        for name, value in arguments.keywords.items()
        if value != NONE or name not in IN_THE_WAY
    }
    if not isinstance(repository, Instance):
        return NONE
    repository.set("session", given.get("session", UNKNOWN), site)
    is_plain = not arguments.open_ended and set(given) <= {"session", *OPTIONS, *_NO_MATTER}
    for name, default in OPTIONS.items():
        repository.set(f"_{name}", given.get(name, default) if is_plain else UNKNOWN, site)
    return NONE


def _get(call: Call) -> Value:
    return call.released(call.found("scalar_one"))


def _get_one_or_none(call: Call) -> Value:
    return call.released(call.found("scalar_one_or_none"))


def _get_many(call: Call) -> Value:
    return call.all_released(call.found("scalars", "all"))


def _get_many_and_count(call: Call) -> Value:
    return Tuple((_get_many(call), UNKNOWN))


def _count(call: Call) -> Value:
    """A number: nothing is loaded, but the session flushes before."""
    statement = Statement("select", (SqlExpression(is_orm=True),))
    run(call.session, "execute", call.site, statement)
    return call.site.opaque()


# What is returned where nothing else is known


def _one(value: Value, site: Site) -> Value:
    return value


def _perhaps(value: Value, site: Site) -> Value:
    return join(value, NONE)


def _many(value: Value, site: Site) -> Value:
    return Sequence.of_each(value, site)


def _counted(value: Value, site: Site) -> Value:
    return Tuple((_many(value, site), UNKNOWN))


def _nothing_known(value: Value, site: Site) -> Value:
    return UNKNOWN


# Methods

Shape = Callable[[Value, Site], Value]


@dataclass(frozen=True)
class Method:
    """A method of a repository: what it does, and what it returns at least."""

    shape: Shape
    work: Callable[[Call], Value | None] | None = None
    """None where nobody knows, and so where it returns None."""
    asks: tuple[str, ...] = ()
    """The repository's own methods that it calls: one of the project's own may do anything."""


METHODS: dict[str, Method] = {
    "add": Method(_one, writing.add),
    "add_many": Method(_many, writing.add_many),
    "count": Method(_nothing_known, _count),
    "delete": Method(_one, writing.delete, ("get",)),
    "delete_many": Method(_many),
    "delete_where": Method(_many),
    "exists": Method(_nothing_known, _count, ("count",)),
    "get": Method(_one, _get),
    "get_and_update": Method(_nothing_known, writing.get_and_update, ("get_one",)),
    "get_many": Method(_many, _get_many),
    "get_many_and_count": Method(_counted, _get_many_and_count),
    "get_one": Method(_one, _get),
    "get_one_or_none": Method(_perhaps, _get_one_or_none),
    "get_or_upsert": Method(_nothing_known, writing.get_or_upsert, ("get_one_or_none", "add")),
    "list": Method(_many, _get_many, ("get_many",)),
    "list_and_count": Method(_counted, _get_many_and_count, ("get_many_and_count",)),
    "update": Method(_one, writing.update, ("get",)),
    "update_many": Method(_many, writing.update_many, ("get_many",)),
    "upsert": Method(_one, writing.upsert, ("get_one_or_none", "add")),
    "upsert_many": Method(_many, writing.upsert_many, ("get_many", "add_many", "update_many")),
}


def _bound(name: str, method: Method) -> Property:
    def call(repository: Instance, arguments: Arguments, site: Site) -> Value:
        session = repository.get("session", site)
        model = repository.cls.get("model_type", site)
        own = any(repository.cls.member(asked) for asked in method.asks)
        if method.work and isinstance(session, Session) and isinstance(model, MappedClass):
            known = Call(session, model, repository, arguments, site)
            done = method.work(known) if known.is_plain and not own else None
            if done is not None:
                return done
        arguments.escape(site)
        escape(session, site)
        return method.shape(model.made(site) or UNKNOWN, site)

    return coroutine_method(name, call)


def _session_of(arguments: Arguments, site: Site) -> Value:
    """The session of a repository that somebody else has made."""
    repository = arguments.first() or UNKNOWN
    session = ASYNC_SESSION.made(site) or UNKNOWN
    repository.set("session", session, site)
    return session


REPOSITORY = Adapter(
    "SQLAlchemyAsyncRepository",
    Builtin("__init__", _initialize),
    {
        "session": Property(Builtin("session", _session_of)),
        **{name: _bound(name, method) for name, method in METHODS.items()},
    },
)
SLUG_REPOSITORY = Adapter(
    "SQLAlchemyAsyncSlugRepository",
    REPOSITORY.initialize,
    {
        **REPOSITORY.methods,
        "get_by_slug": _bound(
            "get_by_slug", Method(_perhaps, _get_one_or_none, ("get_one_or_none",))
        ),
    },
)
