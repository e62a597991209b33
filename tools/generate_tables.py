"""Write the tables of SQLAlchemy facts from the SQLAlchemy that is installed.

    python tools/generate_tables.py

rewrites the installed version's column in ``dialect_table.py`` and ``api_table.py`` and leaves the
other columns alone. Run it once with each supported SQLAlchemy (and aiosqlite), in any order; a
version that the tables do not have yet becomes a new column. The tests compare the tables with the
installed SQLAlchemy and say when this is due.

How the kinds are found
    dialects: every driver module that a dialect package offers to SQLAlchemy's registry is loaded
    through a URL and classified by ``is_async`` and ``get_async_dialect_cls()``.

    asyncio API: by inspection of the class (coroutine function, asynchronous generator,
    classmethod, property, slot). Methods whose name begins with begin, connect or stream are plain
    functions in the eyes of ``inspect``: they are called, on objects that are connected to nothing,
    and what they return is looked at. A method that async_scoped_session hands on has the kind of
    AsyncSession's.

    synchronous API: a method blocks when its twin in the asyncio API has to be awaited, for that is
    what SQLAlchemy's own greenlet proxies say about it. The exceptions are in NOT_BLOCKING.
"""

from __future__ import annotations

import asyncio
import functools
import importlib
import inspect
import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest import mock

import sqlalchemy.dialects
from sqlalchemy import orm
from sqlalchemy.engine import Connection, Engine, Transaction, make_url
from sqlalchemy.ext import asyncio as sqlalchemy_asyncio

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from flake8_greenlet.libraries.sqlalchemy import api_table, dialect_table  # noqa: E402
from flake8_greenlet.libraries.sqlalchemy.api import Kind, parse_members  # noqa: E402
from flake8_greenlet.libraries.sqlalchemy.dialects import classify, parse_rows  # noqa: E402

Version = tuple[int, int]
Rows = dict[str, str]
Table = Mapping[str, Mapping[Version, Any]]

_major, _minor = map(int, sqlalchemy.__version__.split(".")[:2])
VERSION: Version = (_major, _minor)
ABSENT = "-"

# firebird and sybase left SQLAlchemy with 1.4 for packages of their own, whose drivers may differ:
# the registry's to answer.
LEFT_SQLALCHEMY = {"firebird", "sybase"}

ASYNC_CLASSES = (
    "AsyncSession",
    "async_scoped_session",
    "async_sessionmaker",
    "AsyncSessionTransaction",
    "AsyncEngine",
    "AsyncConnection",
    "AsyncTransaction",
    "AsyncResult",
    "AsyncScalarResult",
    "AsyncMappingResult",
    "AsyncAttrs",
)
# Results are left out: the rows of a synchronous Result may have been fetched already, and those of
# the Result that AsyncSession.execute() returns always have.
SYNC_TWINS = {
    "AsyncSession": orm.Session,
    "async_scoped_session": orm.scoped_session,
    "AsyncSessionTransaction": orm.SessionTransaction,
    "AsyncEngine": Engine,
    "AsyncConnection": Connection,
    "AsyncTransaction": Transaction,
}
# Session.begin() only notes that a transaction has begun; the connection is taken at its first use.
# Connection.begin() leaves it to the driver to begin, which it does at the first statement.
# invalidate() throws a connection away without a word to the server.
NOT_BLOCKING = {
    "Session": {"begin", "invalidate"},
    "scoped_session": {"begin"},
    "Connection": {"begin", "invalidate"},
}

# The special methods that say how an object may be used; the others are noise.
PROTOCOLS = set(
    "__aenter__ __aexit__ __aiter__ __anext__ __await__ __call__ __contains__ __enter__ __exit__"
    " __iter__".split()
)
# Machinery that happens to be public.
INTERNAL = {"dispatch", "memoized_attribute", "memoized_instancemethod"}
SESSION_METHODS = {
    name for name, _ in inspect.getmembers(sqlalchemy_asyncio.AsyncSession, callable)
}
STARTERS = ("begin", "connect", "stream")
AWAITED = {
    Kind.ASYNC_CONTEXT,
    Kind.ASYNC_GENERATOR,
    Kind.AWAITABLE_OR_CONTEXT,
    Kind.CLASS_COROUTINE,
    Kind.COROUTINE,
}


def drivers() -> Rows:
    """``{dialect[+driver]: kind}`` of the dialects that SQLAlchemy brings along."""
    kinds = {name: classify(dialect, url) for name, url, dialect in _dialects()}
    return {name: kind.value for name, kind in kinds.items() if kind is not None}


def returning() -> Rows:
    """``{dialect: yes or no}``: what Mapper._prefer_eager_defaults() says of a server default."""
    auto = inspect.signature(orm.Mapper.__init__).parameters["eager_defaults"].default == "auto"
    rows: dict[str, set[str]] = {}
    for name, _, cls in _dialects():
        dialect = cls()
        if getattr(dialect, "is_mariadb", False):
            # What the first connection finds out. RETURNING came with MariaDB 10.5.
            dialect.insert_returning = True
        word = "yes" if auto and dialect.insert_executemany_returning else "no"
        rows.setdefault(name.partition("+")[0], set()).add(word)
    # One word a database: its drivers agree.
    return {name: word for name, (word,) in rows.items()}


def _dialects() -> Iterator[tuple[str, Any, Any]]:
    for database in sqlalchemy.dialects.__all__:
        if database in LEFT_SQLALCHEMY:
            continue
        package = importlib.import_module(f"sqlalchemy.dialects.{database}")
        # The registry takes any attribute of the package that has a "dialect" for a driver. "base"
        # is where the package keeps its default, not a driver.
        modules = [name for name, value in vars(package).items() if getattr(value, "dialect", None)]
        names = ["", *(f"+{name}" for name in sorted(modules) if name != "base")]
        # The registry makes a MariaDB driver of every MySQL one.
        for alias in ("mariadb", "mysql") if database == "mysql" else (database,):
            for name in names:
                url = make_url(f"{alias}{name}://")
                yield alias + name, url, url.get_dialect()


def api() -> dict[str, Rows]:
    """``{class: {member: kind}}`` of the asyncio API and its synchronous twins."""
    samples = _samples()
    table = {name: _members(name, samples.get(name)) for name in ASYNC_CLASSES}
    for twin, cls in SYNC_TWINS.items():
        table[cls.__name__] = {
            member: Kind.BLOCKS.value
            for member, word in table[twin].items()
            if Kind(word) in AWAITED
            and callable(getattr(cls, member, None))
            and member not in PROTOCOLS | NOT_BLOCKING.get(cls.__name__, set())
        }
    return table


@functools.cache
def _samples() -> dict[str, Any]:
    """Instances by class, made without connecting to anything."""
    engine = sqlalchemy_asyncio.create_async_engine("sqlite+aiosqlite://")
    session = sqlalchemy_asyncio.AsyncSession(engine)
    sessionmaker: Any = orm.sessionmaker(class_=sqlalchemy_asyncio.AsyncSession)
    samples = {
        "AsyncEngine": engine,
        # One that counts as connected.
        "AsyncConnection": sqlalchemy_asyncio.AsyncConnection(engine, mock.Mock()),
        "AsyncSession": session,
        "async_scoped_session": sqlalchemy_asyncio.async_scoped_session(
            sessionmaker, asyncio.current_task
        ),
    }
    if hasattr(sqlalchemy_asyncio, "async_sessionmaker"):
        samples["async_sessionmaker"] = sqlalchemy_asyncio.async_sessionmaker(engine)
    return samples


def _members(name: str, sample: Any) -> Rows:
    cls = getattr(sqlalchemy_asyncio, name, None)
    if cls is None:
        return {}
    names = {*dir(cls), *getattr(sample, "__dict__", ())}
    for base in cls.__mro__:
        names |= inspect.get_annotations(base).keys()
    public = {name for name in names - INTERNAL if not name.startswith("_") or name in PROTOCOLS}
    return {member: _kind(cls, member, sample).value for member in public}


def _kind(cls: Any, name: str, sample: Any) -> Kind:
    if cls is sqlalchemy_asyncio.async_scoped_session and name in SESSION_METHODS:
        # In 1.4 what hands a coroutine on is itself a plain function: ask AsyncSession's own.
        cls, sample = sqlalchemy_asyncio.AsyncSession, _samples()["AsyncSession"]
    member = inspect.getattr_static(cls, name, None)
    if isinstance(member, classmethod):
        coroutine = inspect.iscoroutinefunction(member.__func__)
        return Kind.CLASS_COROUTINE if coroutine else Kind.CLASSMETHOD
    if inspect.iscoroutinefunction(member):
        return Kind.COROUTINE
    if inspect.isasyncgenfunction(member):
        return Kind.ASYNC_GENERATOR
    if inspect.isfunction(member):
        return _kind_of_result(member, sample) if name.startswith(STARTERS) else Kind.PLAIN
    # Properties, SQLAlchemy's memoized ones too, have a getter; slots and instance attributes none.
    return Kind.PROPERTY if hasattr(member, "fget") else Kind.ATTRIBUTE


def _kind_of_result(function: Any, sample: Any) -> Kind:
    parameters = list(inspect.signature(function).parameters.values())[1:]
    required = [p for p in parameters if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD]
    result = function(sample, *[None] * len(required))
    if not hasattr(result, "__aenter__"):
        return Kind.PLAIN
    return Kind.AWAITABLE_OR_CONTEXT if hasattr(result, "__await__") else Kind.ASYNC_CONTEXT


DIALECT_TABLE = '''\
"""SQLAlchemy's own database drivers. Generated by ``tools/generate_tables.py``: do not edit.

One line a name, one word a version of VERSIONS, "-" where the version does not have it.
"""

VERSIONS = {versions}

# What stands before :// in a URL: "sync", "async", or "both" when create_engine() and
# create_async_engine() each take it.
DRIVERS = """
{drivers}
"""

# Whether the ORM's INSERT brings server defaults back by itself (eager_defaults="auto", RETURNING).
RETURNING = """
{returning}
"""
'''

API_TABLE = '''\
"""SQLAlchemy's asyncio API. Generated by ``tools/generate_tables.py``: do not edit.

A class, below it a kind, below it the members of that kind. The kinds are those of ``api.Kind``:
one for every version of VERSIONS, or one a version, "-" where the version does not have the member.
Of the synchronous classes only the methods are listed that may talk to the database.
"""

VERSIONS = {versions}

MEMBERS = """
{members}
"""
'''


def merge(table: Table, column: Rows) -> dict[str, dict[Version, str]]:
    """The table, in words, with this version's column replaced; names that no version has go."""
    words = {
        name: {
            version: value.value if isinstance(value, Kind) else value
            for version, value in row.items()
            if value is not None
        }
        for name, row in table.items()
    }
    for row in words.values():
        row.pop(VERSION, None)
    for name, word in column.items():
        words.setdefault(name, {})[VERSION] = word
    return {name: row for name, row in sorted(words.items()) if row}


def dialect_text() -> str:
    """``dialect_table.py`` with this version's column."""
    versions = _versions(dialect_table.VERSIONS)
    texts = {}
    for name, column in ("DRIVERS", drivers()), ("RETURNING", returning()):
        rows = merge(parse_rows(getattr(dialect_table, name), dialect_table.VERSIONS, str), column)
        texts[name.lower()] = "\n".join(
            " ".join([f"{name:26}", *(f"{word:5}" for word in _words(row, versions))]).rstrip()
            for name, row in rows.items()
        )
    return DIALECT_TABLE.format(versions=versions, **texts)


def api_text() -> str:
    """``api_table.py`` with this version's column."""
    versions = _versions(api_table.VERSIONS)
    known = parse_members(api_table.MEMBERS, api_table.VERSIONS)
    lines = []
    for cls, column in api().items():
        lines.append(cls)
        by_kinds: dict[str, list[str]] = {}
        for member, row in merge(known.get(cls, {}), column).items():
            words = _words(row, versions)
            kinds = words[0] if len(set(words)) == 1 else " ".join(words)
            by_kinds.setdefault(kinds, []).append(member)
        for kinds, names in sorted(by_kinds.items(), key=lambda item: (" " in item[0], item[0])):
            lines.append(f"    {kinds}")
            indent = " " * 8
            text = " ".join(names)
            lines += textwrap.wrap(text, 98, initial_indent=indent, subsequent_indent=indent)
    return API_TABLE.format(versions=versions, members="\n".join(lines))


def _versions(known: tuple[Version, ...]) -> tuple[Version, ...]:
    return tuple(sorted({*known, VERSION}))


def _words(row: dict[Version, str], versions: tuple[Version, ...]) -> list[str]:
    return [row.get(version, ABSENT) for version in versions]


def _write(module: Any, text: str) -> None:
    Path(module.__file__).write_text(text, encoding="utf-8")
    print(f"{module.__file__}: column {VERSION[0]}.{VERSION[1]} written")


if __name__ == "__main__":
    _write(dialect_table, dialect_text())
    _write(api_table, api_text())
