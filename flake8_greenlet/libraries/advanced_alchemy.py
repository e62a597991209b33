"""advanced-alchemy: the sessions of its configuration, and what its repositories load.

What a repository does is followed where its constructor is in sight and was given nothing but a
session and what is named here; any other has objects of its model whose history nobody knows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flake8_greenlet.interpreter.classes import Instance, Property
from flake8_greenlet.interpreter.containers import Sequence, Tuple, known_items
from flake8_greenlet.interpreter.values import (
    FALSE,
    NONE,
    TRUE,
    UNKNOWN,
    Arguments,
    Builtin,
    Site,
    Value,
    escape,
    join,
)
from flake8_greenlet.libraries.adapters import (
    Adapter,
    coroutine_method,
    run,
    some_of,
    steps,
)
from flake8_greenlet.libraries.sqlalchemy import ASYNC_SESSION
from flake8_greenlet.libraries.sqlalchemy.factories import Configuration, SessionFactory
from flake8_greenlet.libraries.sqlalchemy.loading import LoaderOption, make_option
from flake8_greenlet.libraries.sqlalchemy.mapping import ClassAttribute, MappedClass
from flake8_greenlet.libraries.sqlalchemy.sessions import Session

# The configuration


@dataclass(frozen=True)
class SessionConfig(Value):
    """`AsyncSessionConfig(…)`: arguments of the factory."""

    configuration: Configuration


def _session_config(arguments: Arguments, site: Site) -> Value:
    if arguments.positional or "class_" in arguments.keywords:
        return UNKNOWN
    return SessionConfig(Configuration.read(arguments, site))


@dataclass(frozen=True)
class Config(Value):
    """`SQLAlchemyAsyncConfig(…)`"""

    factory: SessionFactory

    def get(self, name: str, site: Site) -> Value:
        if name == "create_session_maker":
            return Builtin(name, lambda arguments, where: self.factory)
        # A context manager that leaves as its session does.
        return self.factory if name == "get_session" else UNKNOWN


def _config(arguments: Arguments, site: Site) -> Value:
    given = arguments.keywords.get("session_config", SessionConfig(Configuration()))
    makers = ("session_maker", "session_maker_class", "routing_config")
    own_maker = any(name in arguments.keywords for name in makers)
    known = not (arguments.positional or arguments.open_ended or own_maker)
    if not known or not isinstance(given, SessionConfig):
        return UNKNOWN
    return Config(SessionFactory(ASYNC_SESSION, given.configuration, "async_sessionmaker"))


# Repositories

OPTIONS = {"auto_commit": FALSE, "auto_expunge": FALSE, "auto_refresh": TRUE, "load": NONE}
"""What a constructor's argument is when it is not given."""
_NO_MATTER = frozenset(
    {"count_with_window_function", "error_messages", "order_by", "uniquify", "wrap_exceptions"}
)
_OVERRIDES = ("inherit_lazy_relationships", "merge_loader_options", "execution_options")
"""Attributes of a class that change what its queries load."""


def _initialize(arguments: Arguments, site: Site) -> Value:
    repository = arguments.first()
    given = arguments.keywords
    if not isinstance(repository, Instance):
        return NONE
    repository.set("session", given.get("session", UNKNOWN), site)
    is_plain = not arguments.open_ended and set(given) <= {"session", *OPTIONS, *_NO_MATTER}
    for name, default in OPTIONS.items():
        repository.set(f"_{name}", given.get(name, default) if is_plain else UNKNOWN, site)
    return NONE


@dataclass(frozen=True)
class _Call:
    """One call of a repository's method whose outcome is known."""

    session: Session
    model: MappedClass
    repository: Instance
    arguments: Arguments
    site: Site

    def option(self, name: str) -> Value:
        """What a call, or else the constructor, says of an option."""
        given = self.arguments.keywords.get(name, NONE)
        return self.default(name) if given == NONE else given

    def default(self, name: str) -> Value:
        return self.repository.attributes(self.site).values.get(f"_{name}", UNKNOWN)

    @property
    def is_plain(self) -> bool:
        if self.arguments.open_ended or "statement" in self.arguments.keywords:
            return False
        cls = self.repository.cls
        switches = [self.option(name) for name in OPTIONS if name != "load"]
        return all(switch in (TRUE, FALSE) for switch in switches) and not any(
            cls.member(name) for name in _OVERRIDES
        )

    def loads(self) -> list[Value]:
        """The loader options of a query: the repository's own and those of the call."""
        own = self.default("load")
        if own == NONE:
            own = self.repository.cls.member("loader_options") or NONE
        more = self.arguments.keywords.get("load", NONE)
        return [option for spec in (own, more) for option in _loads(spec, self.site)]

    def found(self) -> Value:
        statement = some_of(self.model, self.loads(), self.site)
        return run(self.session, "execute", self.site, statement)

    def released(self, value: Value) -> Value:
        """What is handed out, taken from the session if it is to be."""
        if self.option("auto_expunge") == TRUE:
            for each in value.alternatives():
                if each != NONE:
                    run(self.session, "expunge", self.site, each)
        return value

    def write(self) -> None:
        commits = self.option("auto_commit") == TRUE
        run(self.session, "commit" if commits else "flush", self.site)


def _loads(spec: Value, site: Site) -> list[Value]:
    """What `load=` asks for: loader options, attributes, or a list of both."""
    if spec == NONE:
        return []
    if isinstance(spec, LoaderOption):
        return [spec]
    if isinstance(spec, ClassAttribute):
        return [make_option("selectinload").call(Arguments([spec]), site)]
    items = known_items(spec, site)
    if items is None or any(known_items(item, site) is not None for item in items):
        return [LoaderOption(unknown=True)]
    return [option for item in items for option in _loads(item, site)]


Work = Callable[[_Call], Value]
Shape = Callable[[Value, Site], Value]


def _method(name: str, work: Work | None, shape: Shape) -> Property:
    """A method whose outcome is `work`'s where that is known, else new objects of this shape."""

    def call(repository: Instance, arguments: Arguments, site: Site) -> Value:
        session = repository.get("session", site)
        model = repository.cls.get("model_type", site)
        if work and isinstance(session, Session) and isinstance(model, MappedClass):
            known = _Call(session, model, repository, arguments, site)
            if known.is_plain:
                return work(known)
        arguments.escape(site)
        escape(session, site)
        return shape(model.made(site) or UNKNOWN, site)

    return coroutine_method(name, call)


def _get(call: _Call) -> Value:
    return call.released(steps(call.found(), call.site, "scalar_one"))


def _get_one_or_none(call: _Call) -> Value:
    return call.released(steps(call.found(), call.site, "scalar_one_or_none"))


def _list(call: _Call) -> Value:
    found = steps(call.found(), call.site, "scalars", "all")
    # Those that are taken out of the session again are not followed one by one.
    return UNKNOWN if call.option("auto_expunge") == TRUE else found


def _list_and_count(call: _Call) -> Value:
    return Tuple((_list(call), UNKNOWN))


def _add(call: _Call) -> Value:
    data = call.arguments.get(0, "data") or UNKNOWN
    run(call.session, "add", call.site, data)
    call.write()
    if call.option("auto_refresh") == TRUE:
        run(call.session, "refresh", call.site, data)
    return call.released(data)


def _add_many(call: _Call) -> Value:
    data = call.arguments.get(0, "data") or UNKNOWN
    run(call.session, "add_all", call.site, data)
    call.write()
    return UNKNOWN if call.option("auto_expunge") == TRUE else data


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


METHODS: dict[str, tuple[Work | None, Shape]] = {
    "add": (_add, _one),
    "add_many": (_add_many, _many),
    "count": (None, _nothing_known),
    "delete": (None, _one),
    "delete_many": (None, _many),
    "delete_where": (None, _many),
    "exists": (None, _nothing_known),
    "get": (_get, _one),
    "get_and_update": (None, _nothing_known),
    "get_many": (_list, _many),
    "get_many_and_count": (_list_and_count, _counted),
    "get_one": (_get, _one),
    "get_one_or_none": (_get_one_or_none, _perhaps),
    "get_or_upsert": (None, _nothing_known),
    "list": (_list, _many),
    "list_and_count": (_list_and_count, _counted),
    "update": (None, _one),
    "update_many": (None, _many),
    "upsert": (None, _one),
    "upsert_many": (None, _many),
}
"""The methods of a repository: what they do, and what they return at least."""


def _session_of(arguments: Arguments, site: Site) -> Value:
    """The session of a repository that somebody else has made."""
    repository = arguments.first() or UNKNOWN
    session = ASYNC_SESSION.made(site) or UNKNOWN
    repository.set("session", session, site)
    return session


_REPOSITORY = Adapter(
    "SQLAlchemyAsyncRepository",
    Builtin("__init__", _initialize),
    {
        "session": Property(Builtin("session", _session_of)),
        **{name: _method(name, *known) for name, known in METHODS.items()},
    },
)

_NAMES: dict[str, Value] = {
    "AsyncSessionConfig": Builtin("AsyncSessionConfig", _session_config),
    "SQLAlchemyAsyncConfig": Builtin("SQLAlchemyAsyncConfig", _config),
    "SQLAlchemyAsyncRepository": _REPOSITORY,
}


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name below `advanced_alchemy`."""
    root, _, rest = qualified.partition(".")
    return _NAMES.get(rest.rpartition(".")[2]) if root == "advanced_alchemy" else None
