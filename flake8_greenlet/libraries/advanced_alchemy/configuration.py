"""The configuration: which sessions it makes."""

from __future__ import annotations

from flake8_greenlet.interpreter.values import UNKNOWN, Arguments, Builtin, Site, Value
from flake8_greenlet.libraries.sqlalchemy import ASYNC_SESSION
from flake8_greenlet.libraries.sqlalchemy.factories import Configuration, SessionFactory
from flake8_greenlet.records import dataclass


@dataclass(frozen=True)
class SessionConfig(Value):
    """`AsyncSessionConfig(…)`: arguments of the factory."""

    configuration: Configuration


def session_config(arguments: Arguments, site: Site) -> Value:
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


def config(arguments: Arguments, site: Site) -> Value:
    given = arguments.keywords.get("session_config", SessionConfig(Configuration()))
    makers = ("session_maker", "session_maker_class", "routing_config")
    own_maker = any(name in arguments.keywords for name in makers)
    known = not (arguments.positional or arguments.open_ended or own_maker)
    if not known or not isinstance(given, SessionConfig):
        return UNKNOWN
    return Config(SessionFactory(ASYNC_SESSION, given.configuration, "async_sessionmaker"))
