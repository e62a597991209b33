"""Bases of models that come with other libraries.

Those of advanced-alchemy and fastapi-users are known with the columns that they bring along, and
they name the table of a class themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from flake8_greenlet.interpreter.values import Site, Value
from flake8_greenlet.libraries.sqlalchemy.definitions import ColumnDef, DeclarativeRoot
from flake8_greenlet.records import dataclass


@dataclass(frozen=True)
class ReadyMade(DeclarativeRoot):
    """A base or a mixin of another library."""

    columns: tuple[tuple[str, ColumnDef], ...] = ()
    names_tables: bool = False
    table: str | None = None
    """What it calls them, if that does not come from the names of classes."""

    def item(self, key: Value, site: Site) -> Value:
        return self  # the type of its key

    def tables_of(self, classes: Iterable[str]) -> set[str]:
        """How it calls the table of a class, or of what that inherits."""
        return {table_name(cls) for cls in classes} if self.table is None else {self.table}


_KEY = (("id", ColumnDef(primary_key=True, has_default=True)),)
_AUDIT = tuple((name, ColumnDef(has_default=True)) for name in ("created_at", "updated_at"))
_KEYS = ("BigInt", "Identity", "NanoID", "UUID", "UUIDv6", "UUIDv7")


def _base(name: str, *columns: tuple[str, ColumnDef]) -> ReadyMade:
    return ReadyMade(name, awaitable_attrs=True, columns=columns, names_tables=True)


def _mixin(name: str, *columns: tuple[str, ColumnDef], names_tables: bool = False) -> ReadyMade:
    return ReadyMade(name, maps=False, columns=columns, names_tables=names_tables)


ADVANCED_ALCHEMY: dict[str, ReadyMade] = {
    known.name: known
    for known in (
        _base("DefaultBase"),
        *(_base(f"{key}Base", *_KEY) for key in _KEYS),
        *(_base(f"{key}AuditBase", *_KEY, *_AUDIT) for key in _KEYS),
        _mixin("AuditColumns", *_AUDIT),
        _mixin("CommonTableAttributes", names_tables=True),
        _mixin("SlugKey", ("slug", ColumnDef(nullable=False, unique=True))),
        *(_mixin(f"{key}PrimaryKey", *_KEY) for key in _KEYS),
    )
}
"""By the names of the classes."""


def _table(name: str, table: str, *columns: tuple[str, ColumnDef]) -> ReadyMade:
    return ReadyMade(name, maps=False, columns=columns, names_tables=True, table=table)


_USER = (
    ("email", ColumnDef(nullable=False, unique=True)),
    ("hashed_password", ColumnDef(nullable=False)),
    *(
        (name, ColumnDef(nullable=False, has_default=True))
        for name in ("is_active", "is_superuser", "is_verified")
    ),
)
_ACCOUNT = (
    *(
        (name, ColumnDef(nullable=False))
        for name in ("oauth_name", "access_token", "account_id", "account_email")
    ),
    *((name, ColumnDef(nullable=True)) for name in ("expires_at", "refresh_token")),
)
_OWNER = (
    "user_id",
    ColumnDef(nullable=False, foreign_key="user", foreign_column="id", has_foreign_key=True),
)

FASTAPI_USERS: dict[str, ReadyMade] = {
    known.name: known
    for known in (
        _table("SQLAlchemyBaseUserTable", "user", *_USER),
        _table("SQLAlchemyBaseUserTableUUID", "user", *_USER, *_KEY),
        _table("SQLAlchemyBaseOAuthAccountTable", "oauth_account", *_ACCOUNT),
        _table("SQLAlchemyBaseOAuthAccountTableUUID", "oauth_account", *_ACCOUNT, *_KEY, _OWNER),
    )
}

_WORDS = re.compile(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))")


def table_name(cls: str) -> str:
    """How advanced-alchemy calls the table of a class: `UserRole` has `user_role`."""
    return _WORDS.sub(r"_\1", cls).lower()
