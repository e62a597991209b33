"""fastapi-users: the users that `SQLAlchemyUserDatabase` finds, makes and changes.

Its managers hand on what the database returns, and `current_user()` what the manager finds; what a
project's own hooks do in between is not followed.  Source: its "Authentication" ("Authenticated
users") and `SQLAlchemyUserDatabase`.
"""

from __future__ import annotations

from collections.abc import Callable

from flake8_greenlet.interpreter.classes import Instance
from flake8_greenlet.interpreter.containers import Dict, Sequence
from flake8_greenlet.interpreter.functions import returning
from flake8_greenlet.interpreter.values import (
    FALSE,
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Known,
    Seen,
    Site,
    Value,
    escape,
    join,
    join_values,
)
from flake8_greenlet.libraries.adapters import (
    Adapter,
    coroutine,
    coroutine_method,
    run,
    some_of,
    steps,
)
from flake8_greenlet.libraries.fastapi import dependencies
from flake8_greenlet.libraries.fastapi.dependencies import Dependency
from flake8_greenlet.libraries.sqlalchemy.mapping import MappedClass
from flake8_greenlet.libraries.sqlalchemy.ready_made import FASTAPI_USERS
from flake8_greenlet.libraries.sqlalchemy.sessions import Session
from flake8_greenlet.records import dataclass


def _find(database: UserDatabase, arguments: Arguments, site: Site) -> Value:
    statement = some_of(database.model, [], site)
    return steps(run(database.session, "execute", site, statement), site, "scalar_one_or_none")


def _saved(database: UserDatabase, user: Value, site: Site) -> Value:
    run(database.session, "add", site, user)
    run(database.session, "commit", site)
    run(database.session, "refresh", site, user)
    return user


def _create(database: UserDatabase, arguments: Arguments, site: Site) -> Value:
    arguments.escape(site)
    return _saved(database, database.model.call(Arguments(open_ended=True), site), site)


def _update(database: UserDatabase, arguments: Arguments, site: Site) -> Value:
    user = arguments.get(0, "user") or UNKNOWN
    changes = arguments.get(1, "update_dict")
    known, complete = changes.keywords(site) if isinstance(changes, Dict) else ({}, False)
    if not complete:
        escape(user, site)
    for name, value in known.items():
        user.set(name, value, site)
    return _saved(database, user, site)


def _delete(database: UserDatabase, arguments: Arguments, site: Site) -> Value:
    run(database.session, "delete", site, arguments.get(0, "user") or UNKNOWN)
    run(database.session, "commit", site)
    return NONE


Operation = Callable[["UserDatabase", Arguments, Site], Value]

METHODS: dict[str, Operation] = {
    "create": _create,
    "delete": _delete,
    "get": _find,
    "get_by_email": _find,
    "get_by_oauth_account": _find,
    "update": _update,
}


@dataclass(frozen=True)
class UserDatabase(Known):
    """`SQLAlchemyUserDatabase(session, User)`"""

    session: Session
    model: MappedClass

    def get(self, name: str, site: Site) -> Value:
        if name == "session":
            return self.session
        operation = METHODS.get(name)
        if operation is None:
            escape(self, site)
            return UNKNOWN

        def call(arguments: Arguments, where: Site) -> Value:
            def work(then: Site) -> Value:
                return operation(self, arguments, then)

            return coroutine(name, work, self, arguments, where)

        return Builtin(name, call)

    def matters(self, site: Site, depth: int) -> bool:
        return True

    def escape(self, site: Site, seen: Seen) -> None:
        self.session.escape(site, seen)


def _database_of(session: Value | None, model: Value | None) -> UserDatabase | None:
    if isinstance(session, Session) and session.is_async and isinstance(model, MappedClass):
        return UserDatabase(session, model)
    return None


class UserDatabaseClass(Adapter):
    """`SQLAlchemyUserDatabase`, by itself and as the base of a project's class."""

    def call(self, arguments: Arguments, site: Site) -> Value:
        database = _database_of(arguments.get(0, "session"), arguments.get(1, "user_table"))
        if database is None:
            arguments.escape(site)
        return database or UNKNOWN


def _keep(arguments: Arguments, site: Site) -> Value:
    """What `SQLAlchemyUserDatabase.__init__` does for the classes below it."""
    instance = arguments.first()
    if isinstance(instance, Instance):
        for position, name in enumerate(("session", "user_table", "oauth_account_table"), start=1):
            instance.set(name, arguments.get(position, name) or NONE, site)
    return NONE


def _of_an_instance(operation: Operation) -> Callable[[Instance, Arguments, Site], Value]:
    def work(instance: Instance, arguments: Arguments, site: Site) -> Value:
        database = _database_of(instance.get("session", site), instance.get("user_table", site))
        if database is None:
            arguments.escape(site)
            return UNKNOWN
        return operation(database, arguments, site)

    return work


_DATABASE = UserDatabaseClass(
    "SQLAlchemyUserDatabase",
    Builtin("__init__", _keep),
    {name: coroutine_method(name, _of_an_instance(work)) for name, work in METHODS.items()},
)


# Managers


def _initialize(arguments: Arguments, site: Site) -> Value:
    manager = arguments.first()
    if isinstance(manager, Instance):
        manager.set("user_db", arguments.get(1, "user_db") or UNKNOWN, site)
    return NONE


def _finding(name: str) -> Callable[[Instance, Arguments, Site], Value]:
    """The user whom the database finds; where there is none, the manager raises."""

    def work(manager: Instance, arguments: Arguments, site: Site) -> Value:
        found = manager.get("user_db", site).get(name, site).call(arguments, site).awaited(site)
        return _some_user(found, site)

    return work


def _some_user(found: Value, site: Site) -> Value:
    users = [user for user in found.alternatives() if user != NONE]
    for user in users:
        user.turned_out(site)
    return join_values(users) if users else UNKNOWN


_MANAGER = Adapter(
    "BaseUserManager",
    Builtin("__init__", _initialize),
    {name: coroutine_method(name, _finding(name)) for name in ("get", "get_by_email")},
)


# The user of a request


class Strategy(Value):
    """A strategy of the library itself: it asks the manager for the user, and does no more."""


@dataclass(frozen=True)
class Backend(Value):
    """`AuthenticationBackend(name="jwt", transport=…, get_strategy=…)`"""

    get_strategy: Value


def _backend(arguments: Arguments, site: Site) -> Value:
    return Backend(arguments.get(2, "get_strategy") or UNKNOWN)


@dataclass(frozen=True)
class FastAPIUsers(Value):
    """`FastAPIUsers[User, int](get_user_manager, [backend])`"""

    get_manager: Value
    backends: tuple[Backend, ...] | None
    """None where nobody knows one of them."""

    def get(self, name: str, site: Site) -> Value:
        return Builtin(name, self._current_user) if name == "current_user" else UNKNOWN

    def _current_user(self, arguments: Arguments, site: Site) -> Value:
        if self.backends is None or "get_enabled_backends" in arguments.keywords:
            return UNKNOWN
        optional = arguments.keywords.get("optional", FALSE)
        return CurrentUser(self.get_manager, self.backends, optional != FALSE)


@dataclass(frozen=True)
class CurrentUser(Value):
    """`fastapi_users.current_user(active=True)`: a dependency, which asks for the manager."""

    get_manager: Value
    backends: tuple[Backend, ...]
    optional: bool

    def call(self, arguments: Arguments, site: Site) -> Value:
        for backend in self.backends:
            strategy = dependencies.provided_once(
                Dependency(backend.get_strategy, None), None, site
            )
            if not isinstance(strategy, Strategy):
                return UNKNOWN
        manager = dependencies.provided_once(Dependency(self.get_manager, None), None, site)
        found = manager.get("get", site).call(Arguments([site.opaque()]), site).awaited(site)
        user = _some_user(found, site)
        return join(user, NONE) if self.optional else user


def _asked(provider: Value, site: Site) -> Value:
    return dependencies.provided_once(Dependency(provider, None), None, site)


class FastAPIUsersClass(Value):
    """The name `FastAPIUsers` itself."""

    def item(self, key: Value, site: Site) -> Value:
        return self

    def call(self, arguments: Arguments, site: Site) -> Value:
        given = arguments.get(1, "auth_backends")
        items = given.contents(site).items if isinstance(given, Sequence) else None
        backends = tuple(each for each in items or () if isinstance(each, Backend))
        is_known = bool(items) and len(backends) == len(items or ())
        return FastAPIUsers(
            arguments.get(0, "get_user_manager") or UNKNOWN, backends if is_known else None
        )


_NAMES: dict[str, Value] = {
    "AuthenticationBackend": Builtin("AuthenticationBackend", _backend),
    "BaseUserManager": _MANAGER,
    "FastAPIUsers": FastAPIUsersClass(),
    "SQLAlchemyUserDatabase": _DATABASE,
    **{
        name: returning(Strategy()) for name in ("DatabaseStrategy", "JWTStrategy", "RedisStrategy")
    },
}


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name below `fastapi_users` or its adapter for SQLAlchemy."""
    root, _, rest = qualified.partition(".")
    if root not in ("fastapi_users", "fastapi_users_db_sqlalchemy"):
        return None
    name = rest.rpartition(".")[2]
    return _NAMES.get(name) or FASTAPI_USERS.get(name)
