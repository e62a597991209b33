"""The extension for FastAPI and Starlette: what its dependencies provide.

A request has one session, whoever asks for it, and a service works with that one.
"""

from __future__ import annotations

from flake8_greenlet.interpreter.classes import ClassValue
from flake8_greenlet.interpreter.containers import known_items
from flake8_greenlet.interpreter.values import UNKNOWN, Arguments, Builtin, Site, Value
from flake8_greenlet.libraries.advanced_alchemy.configuration import Config
from flake8_greenlet.libraries.fastapi.dependencies import Dependency, provided_once
from flake8_greenlet.libraries.sqlalchemy.factories import SessionFactory
from flake8_greenlet.records import dataclass

PROVIDERS = ("provide_async_session", "provide_session")
"""The methods that make a dependency of the request's session."""


def extension(arguments: Arguments, site: Site) -> Value:
    """`AdvancedAlchemy(config=config, app=app)`; which of several configurations is asked for,
    their keys decide."""
    given = arguments.get(0, "config") or UNKNOWN
    configs = known_items(given, site) or (given,)
    only = configs[0] if len(configs) == 1 else UNKNOWN
    return Extension(only.factory) if isinstance(only, Config) else UNKNOWN


@dataclass(frozen=True)
class Extension(Value):
    """`AdvancedAlchemy(…)`"""

    factory: SessionFactory

    def get(self, name: str, site: Site) -> Value:
        if name in PROVIDERS:
            return Builtin(name, lambda arguments, where: SessionProvider(self.factory))
        if name == "provide_service":
            return Builtin(name, self._provide_service)
        if name == "with_async_session":
            return self.factory
        return UNKNOWN

    def _provide_service(self, arguments: Arguments, site: Site) -> Value:
        cls = arguments.first()
        if not isinstance(cls, ClassValue) or arguments.open_ended:
            return UNKNOWN
        options = {name: value for name, value in arguments.keywords.items() if name != "key"}
        return ServiceProvider(cls, tuple(options.items()), SessionProvider(self.factory))

    def truth(self, site: Site) -> bool | None:
        return True


@dataclass(frozen=True)
class SessionProvider(Value):
    """`alchemy.provide_session()`: FastAPI asks it once for a request."""

    factory: SessionFactory

    def call(self, arguments: Arguments, site: Site) -> Value:
        return self.factory.call(Arguments(), site)

    def truth(self, site: Site) -> bool | None:
        return True


@dataclass(frozen=True)
class ServiceProvider(Value):
    """`alchemy.provide_service(UserService, load=[User.roles])`"""

    cls: ClassValue
    options: tuple[tuple[str, Value], ...]
    session: SessionProvider

    def call(self, arguments: Arguments, site: Site) -> Value:
        session = provided_once(Dependency(self.session, None), None, site)
        return self.cls.call(Arguments([], {**dict(self.options), "session": session}), site)

    def truth(self, site: Site) -> bool | None:
        return True
