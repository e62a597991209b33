"""Services: each works with a repository of its own, and makes models of what it is given.

Source: advanced-alchemy's "Services".
"""

from __future__ import annotations

from flake8_greenlet.interpreter.classes import ClassMethod, ClassValue, Instance, Property
from flake8_greenlet.interpreter.containers import Sequence, Tuple
from flake8_greenlet.interpreter.types import CollectionType
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Site,
    Value,
)
from flake8_greenlet.libraries import msgspec, pydantic
from flake8_greenlet.libraries.adapters import Adapter, Method, coroutine_method
from flake8_greenlet.libraries.advanced_alchemy import models
from flake8_greenlet.libraries.advanced_alchemy.configuration import Config
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.libraries.sqlalchemy.sessions import Session
from flake8_greenlet.records import dataclass

CLASS_OPTIONS = {"execution_options": "execution_options", "load": "loader_options"}
"""Arguments of a repository that an attribute of the service's class gives."""

_REPOSITORY = "_repository_instance"


def _initialize(arguments: Arguments, site: Site) -> Value:
    service = arguments.first()
    if not isinstance(service, Instance):
        return NONE
    given = {**arguments.keywords, "session": arguments.get(1, "session") or UNKNOWN}
    for name, attribute in CLASS_OPTIONS.items():
        own = service.cls.member(attribute)
        if own is not None and given.get(name, NONE) == NONE:
            given[name] = own
    repository = service.cls.get("repository_type", site)
    made = repository.call(Arguments([], given, arguments.open_ended), site)
    service.set(_REPOSITORY, made, site)
    return NONE


def _repository(arguments: Arguments, site: Site) -> Value:
    service = arguments.first()
    if not isinstance(service, Instance):
        return UNKNOWN
    repository = service.attributes(site).values.get(_REPOSITORY)
    if repository is None:
        # Somebody else has made the service.
        kind = service.cls.get("repository_type", site)
        repository = kind.made(site) or UNKNOWN
        service.set(_REPOSITORY, repository, site)
    return repository


def _model_type(arguments: Arguments, site: Site) -> Value:
    repository = _repository(arguments, site)
    return repository.cls.get("model_type", site) if isinstance(repository, Instance) else UNKNOWN


# Methods


def _ask(service: Instance, name: str, arguments: Arguments, site: Site) -> Value:
    """`await service.repository.name(…)`"""
    method = service.get("repository", site).get(name, site)
    if method is UNKNOWN:
        arguments.escape(site)
    return method.call(arguments, site).awaited(site)


def _handed_on(name: str) -> Method:
    """The repository's method of this name does it all."""
    return lambda service, arguments, site: _ask(service, name, arguments, site)


def _handed_on_here(name: str) -> Method:
    """Another method of the service does it all."""

    def call(service: Instance, arguments: Arguments, site: Site) -> Value:
        return service.get(name, site).call(arguments, site).awaited(site)

    return call


def _data(arguments: Arguments) -> Value:
    return arguments.get(0, "data") or UNKNOWN


def _rest(arguments: Arguments) -> Arguments:
    """What a service hands on besides the data."""
    own = ("data", "item_id", "schema_dump_config")
    named = {name: value for name, value in arguments.keywords.items() if name not in own}
    return Arguments([], named, arguments.open_ended)


def _converted(service: Instance, data: Value, operation: str, site: Site) -> Value:
    hook = service.get("to_model", site)
    return hook.call(Arguments([data, Constant(operation)]), site).awaited(site)


def _create(service: Instance, arguments: Arguments, site: Site) -> Value:
    data = _converted(service, _data(arguments), "create", site)
    return _ask(service, "add", _rest(arguments).after(data), site)


def _update(service: Instance, arguments: Arguments, site: Site) -> Value:
    """The row of the key is given what the data have, and then updated by itself."""
    data = _converted(service, _data(arguments), "update", site)
    key = arguments.get(1, "item_id") or NONE
    rest = _rest(arguments)
    if key != NONE:
        asked = {name: rest.keywords[name] for name in _OF_A_GET if name in rest.keywords}
        row = _ask(service, "get", Arguments([key], asked, rest.open_ended), site)
        if isinstance(row, MappedInstance) and isinstance(data, MappedInstance):
            models.take_over(row, data, site, quiet=False)
        data = row
    return _ask(service, "update", rest.after(data), site)


_OF_A_GET = ("bind_group", "execution_options", "id_attribute", "load", "with_for_update")


def _upsert(service: Instance, arguments: Arguments, site: Site) -> Value:
    data = _converted(service, _data(arguments), "upsert", site)
    key = arguments.get(1, "item_id") or NONE
    if key != NONE and isinstance(data, MappedInstance):
        column = data.cls.mapping.primary_key
        if column is not None:
            data.set(column.name, key, site)
    return _ask(service, "upsert", _rest(arguments).after(data), site)


def _of_many(name: str, operation: str) -> Method:
    def call(service: Instance, arguments: Arguments, site: Site) -> Value:
        data = models.each_to_model(service, _data(arguments), operation, site)
        return _ask(service, name, _rest(arguments).after(data), site)

    return call


def _to_model(service: Instance, arguments: Arguments, site: Site) -> Value:
    return models.to_model(service, arguments.after(service), site)


def _as_it_is(service: Instance, arguments: Arguments, site: Site) -> Value:
    return _data(arguments)


METHODS: dict[str, Method] = {
    **{
        name: _handed_on(name)
        for name in (
            *("count", "delete", "delete_many", "delete_where", "exists", "get"),
            *("get_and_update", "get_many", "get_many_and_count", "get_one", "get_one_or_none"),
            "get_or_upsert",
        )
    },
    **dict.fromkeys(models.HOOKS, _as_it_is),
    "create": _create,
    "create_many": _of_many("add_many", "create"),
    "list": _handed_on_here("get_many"),
    "list_and_count": _handed_on_here("get_many_and_count"),
    "to_model": _to_model,
    "update": _update,
    "update_many": _of_many("update_many", "update"),
    "upsert": _upsert,
    "upsert_many": _of_many("upsert_many", "upsert"),
}
"""The coroutine methods of a service."""


# Schemas


@dataclass(frozen=True)
class Page(Value):
    """`OffsetPagination`: some of many rows."""

    items: Value

    def get(self, name: str, site: Site) -> Value:
        return self.items if name == "items" else UNKNOWN

    def truth(self, site: Site) -> bool | None:
        return True


def _to_schema(arguments: Arguments, site: Site) -> Value:
    """`service.to_schema(user, schema_type=UserOut)`: what a schema reads of an object, or of each
    of a list."""
    data = arguments.get(1, "data") or UNKNOWN
    kind = arguments.keywords.get("schema_type", NONE)
    is_list = isinstance(data, (Sequence, Tuple))
    if kind == NONE:
        return Page(data) if is_list else data
    wanted = CollectionType(kind) if is_list else kind
    if msgspec.is_struct(kind):
        msgspec.convert(wanted, data, site)
        return site.opaque()
    made = pydantic.validate(wanted, data, site, from_attributes=True)
    return Page(made) if is_list else made


def _bound_to_schema(arguments: Arguments, site: Site) -> Value:
    service = arguments.first() or UNKNOWN
    return Builtin("to_schema", lambda given, where: _to_schema(given.after(service), where))


# Where they come from


@dataclass(frozen=True)
class Block(Value):
    """`async with UserService.new(…) as service`"""

    cls: ClassValue
    arguments: Arguments
    own: Session | None
    """The session that the block opens and closes, where it was given none."""

    def async_enter(self, site: Site) -> Value:
        given = self.arguments
        session = given.keywords["session"] if self.own is None else self.own.async_enter(site)
        return self.cls.call(Arguments([], {**given.keywords, "session": session}), site)

    def async_leave(self, site: Site, *, failed: bool) -> None:
        if self.own is not None:
            self.own.async_leave(site, failed=failed)


def _new(arguments: Arguments, site: Site) -> Value:
    cls, *rest = arguments.positional
    given = dict(arguments.keywords)
    config = given.pop("config", NONE)
    session = given.pop("session", rest[0] if rest else NONE)
    if not isinstance(cls, ClassValue) or arguments.open_ended or rest[1:]:
        return UNKNOWN
    if session != NONE:
        return Block(cls, Arguments([], {**given, "session": session}), None)
    own = config.factory.call(Arguments(), site) if isinstance(config, Config) else UNKNOWN
    return Block(cls, Arguments([], given), own) if isinstance(own, Session) else UNKNOWN


SERVICE = Adapter(
    "SQLAlchemyAsyncRepositoryService",
    Builtin("__init__", _initialize),
    {
        "model_type": Property(Builtin("model_type", _model_type)),
        "new": ClassMethod(Builtin("new", _new)),
        "repository": Property(Builtin("repository", _repository)),
        "to_schema": Property(Builtin("to_schema", _bound_to_schema)),
        **{name: coroutine_method(name, method) for name, method in METHODS.items()},
    },
)
