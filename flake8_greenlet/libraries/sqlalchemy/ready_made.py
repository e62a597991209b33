"""Bases of models that come with other libraries.

Those of advanced-alchemy are known with the columns that they bring along, and they name the table
of a class themselves.  So do those of fastapi-users, whose columns are not written down here: such
attributes stay unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flake8_greenlet.libraries.sqlalchemy.definitions import ColumnDef, DeclarativeRoot


@dataclass(frozen=True)
class ReadyMade(DeclarativeRoot):
    """A base or a mixin of another library."""

    columns: tuple[tuple[str, ColumnDef], ...] = ()
    names_tables: bool = False


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

BASES = frozenset(
    f"{package}.SQLAlchemyBase{table}Table{key}"
    for package in ("fastapi_users.db", "fastapi_users_db_sqlalchemy")
    for table in ("User", "OAuthAccount")
    for key in ("", "UUID")
)
"""Those of fastapi-users."""

_WORDS = re.compile(r"((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))")


def table_name(cls: str) -> str:
    """How advanced-alchemy calls the table of a class: `UserRole` has `user_role`."""
    return _WORDS.sub(r"_\1", cls).lower()
