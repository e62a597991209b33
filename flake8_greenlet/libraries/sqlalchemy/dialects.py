"""What a database URL says: whether its driver is synchronous, asynchronous or both.

Only the part before ``://`` counts, so every function takes a whole URL or that part alone, and a
password may hold whatever it likes. The names are case-sensitive, as they are to SQLAlchemy.

SQLAlchemy's own names are answered from ``dialect_table.py`` (see ``tools/generate_tables.py``).
About any other name SQLAlchemy's registry is asked, and only then is SQLAlchemy imported.
"""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Callable
from typing import Any, TypeVar

from flake8_greenlet.libraries.sqlalchemy import dialect_table
from flake8_greenlet.libraries.sqlalchemy.api import Version, at_version

T = TypeVar("T")

# What make_url() takes for a name, and the registry for dialect and driver.
_NAME = re.compile(r"\w+(\+\w+)?")

# By database: what to put into a create_async_engine() URL, and into a create_engine() one. Where a
# database has several asynchronous drivers, the most used. "oracle+oracledb" serves both.
_ASYNC_DRIVERS = {
    "mariadb": "mariadb+aiomysql",
    "mssql": "mssql+aioodbc",
    "mysql": "mysql+aiomysql",
    "oracle": "oracle+oracledb",
    "postgresql": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
}
_SYNC_DRIVERS = {
    "mariadb": "mariadb+pymysql",
    "mssql": "mssql+pyodbc",
    "mysql": "mysql+pymysql",
    "oracle": "oracle+oracledb",
    "postgresql": "postgresql+psycopg",
    "sqlite": "sqlite",
}


class Driver(enum.Enum):
    """What a URL's driver can serve. The values are the table's words."""

    #: create_engine() only; create_async_engine() raises InvalidRequestError.
    SYNC = "sync"
    #: create_async_engine(); an engine made with create_engine() raises at its first connection.
    ASYNC = "async"
    #: One name for both: each function takes the driver that it needs.
    BOTH = "both"


def driver_kind(url: str, version: Version | None) -> Driver | None:
    """The kind of a URL's driver in this SQLAlchemy.

    With version None: what it is in every 2.x that has the name, so that ``postgresql://`` and
    ``oracle://``, whose default driver changed, give None (see :func:`async_since`). None as well
    when the URL has no name, when the version does not have it, and when neither the table nor the
    installed SQLAlchemy knows it or can tell. Never raises.
    """
    name = _name(url)
    if name is None:
        return None
    if name in _DRIVERS:
        return at_version(_DRIVERS[name], version)
    return _ask_registry(name)


def async_since(url: str) -> Version | None:
    """The SQLAlchemy in which a name that had been synchronous began to serve both engines.

    (2, 1) for ``postgresql://`` (psycopg2 before, psycopg since) and ``oracle://`` (cx_Oracle
    before, oracledb since): up to then create_async_engine() refuses them. None for all others.
    """
    row = _DRIVERS.get(_name(url) or "", {})
    if Driver.SYNC not in row.values():
        return None
    return min((version for version, kind in row.items() if kind is Driver.BOTH), default=None)


def async_driver_for(url: str) -> str | None:
    """The name to suggest for create_async_engine() with the URL's database; None if unknown."""
    return _ASYNC_DRIVERS.get(_database(url))


def sync_driver_for(url: str) -> str | None:
    """The name to suggest for create_engine() with the URL's database; None if unknown."""
    return _SYNC_DRIVERS.get(_database(url))


def has_returning(url: str, version: Version | None = None) -> bool | None:
    """Whether an INSERT by the ORM brings the values of server defaults back by itself.

    This is ``eager_defaults="auto"``, the default since 2.0, on a database that has RETURNING; in
    1.4 it is False everywhere. Old servers (SQLite before 3.35, MariaDB before 10.5) count as new
    ones; ``mysql://`` is MySQL, although it may meet a MariaDB. None for an unknown database.
    """
    row = _RETURNING.get(_database(url))
    return None if row is None else at_version(row, version)


def classify(dialect: Any, url: Any) -> Driver | None:
    """The kind of a dialect class of the installed SQLAlchemy; None when it does not tell.

    ``Dialect.is_async`` is the public flag. A class that serves both kinds of engine says False and
    names the asynchronous class when it is asked with ``get_async_dialect_cls()`` (since 2.0).
    """
    if dialect.is_async is True:
        return Driver.ASYNC
    if dialect.is_async is not False:
        return None
    if not hasattr(dialect, "get_async_dialect_cls"):
        return Driver.SYNC
    twin = dialect.get_async_dialect_cls(url)
    if twin is dialect:
        return Driver.SYNC
    return Driver.BOTH if twin.is_async is True else None


@functools.cache
def _ask_registry(name: str) -> Driver | None:
    try:
        from sqlalchemy.engine import make_url

        url = make_url(f"{name}://")
        return classify(url.get_dialect(), url)
    except Exception:
        # Not installed, or its import fails, in whatever way a stranger's package may fail.
        return None


def _name(url: str) -> str | None:
    match = _NAME.fullmatch(url.partition("://")[0])
    return None if match is None else match.group()


def _database(url: str) -> str:
    return (_name(url) or "").partition("+")[0]


def parse_rows(
    text: str, versions: tuple[Version, ...], value: Callable[[str], T]
) -> dict[str, dict[Version, T | None]]:
    """``{name: {version: value or None}}`` out of a text of ``dialect_table.py``."""
    return {
        name: {
            version: None if word == "-" else value(word)
            for version, word in zip(versions, words, strict=True)
        }
        for name, *words in (line.split() for line in text.splitlines() if line)
    }


_DRIVERS = parse_rows(dialect_table.DRIVERS, dialect_table.VERSIONS, Driver)
_RETURNING = parse_rows(dialect_table.RETURNING, dialect_table.VERSIONS, "yes".__eq__)
