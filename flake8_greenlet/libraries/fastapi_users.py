"""fastapi-users: the users that `SQLAlchemyUserDatabase` finds, makes and changes.

Its managers hand on what the database returns, and what a project's own hooks do in between is not
followed; the user of `current_user()` is known by its annotation alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flake8_greenlet.interpreter.classes import Instance
from flake8_greenlet.interpreter.containers import Dict
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Known,
    Seen,
    Site,
    Value,
    escape,
)
from flake8_greenlet.libraries.adapters import (
    Adapter,
    coroutine,
    coroutine_method,
    run,
    some_of,
    steps,
)
from flake8_greenlet.libraries.sqlalchemy.mapping import MappedClass
from flake8_greenlet.libraries.sqlalchemy.sessions import Session


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


def _user_database(arguments: Arguments, site: Site) -> Value:
    session = arguments.get(0, "session")
    model = arguments.get(1, "user_table")
    if isinstance(session, Session) and session.is_async and isinstance(model, MappedClass):
        return UserDatabase(session, model)
    arguments.escape(site)
    return UNKNOWN


# Managers


def _initialize(arguments: Arguments, site: Site) -> Value:
    manager = arguments.first()
    if isinstance(manager, Instance):
        manager.set("user_db", arguments.get(1, "user_db") or UNKNOWN, site)
    return NONE


def _get(manager: Instance, arguments: Arguments, site: Site) -> Value:
    """The user whom the database finds; where there is none, it raises."""
    database = manager.get("user_db", site)
    if not isinstance(database, UserDatabase):
        return UNKNOWN
    statement = some_of(database.model, [], site)
    return steps(run(database.session, "execute", site, statement), site, "scalar_one")


_MANAGER = Adapter(
    "BaseUserManager",
    Builtin("__init__", _initialize),
    {name: coroutine_method(name, _get) for name in ("get", "get_by_email")},
)

_NAMES: dict[str, Value] = {
    "BaseUserManager": _MANAGER,
    "SQLAlchemyUserDatabase": Builtin("SQLAlchemyUserDatabase", _user_database),
}


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name below `fastapi_users` or its adapter for SQLAlchemy."""
    root, _, rest = qualified.partition(".")
    if root not in ("fastapi_users", "fastapi_users_db_sqlalchemy"):
        return None
    return _NAMES.get(rest.rpartition(".")[2])
