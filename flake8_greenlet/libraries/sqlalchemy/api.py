"""SQLAlchemy's asyncio API, and the synchronous methods behind it: what calling each member yields.

The facts are in ``api_table.py``, which ``tools/generate_tables.py`` writes from the installed
SQLAlchemy; the few that no inspection can find are at the foot of this module, each with its
source. Classes go by their plain name (``"AsyncSession"``), SQLModel's by ``"sqlmodel.Session"``
and ``"sqlmodel.AsyncSession"``.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import TypeVar

from flake8_greenlet.libraries.sqlalchemy import api_table

Version = tuple[int, int]
T = TypeVar("T")


class Kind(enum.Enum):
    """What a member is, seen from the code that uses it. The values are the table's words."""

    #: A call returns a coroutine: nothing happens until it is awaited, a dropped one is lost.
    COROUTINE = "coroutine"
    #: The same, called on the class (``AsyncSession.close_all``).
    CLASS_COROUTINE = "class-coroutine"
    #: A call returns an object for ``async for``; awaiting it is a TypeError.
    ASYNC_GENERATOR = "async-generator"
    #: A call returns an object for ``async with``; awaiting it is a TypeError.
    ASYNC_CONTEXT = "async-context"
    #: ``await x.begin()`` and ``async with x.begin():`` are both right. No coroutine: a dropped one
    #: gives no warning.
    AWAITABLE_OR_CONTEXT = "awaitable-or-context"
    #: A call does its work and returns; awaiting what it returns is a TypeError.
    PLAIN = "plain"
    #: The same, called on the class.
    CLASSMETHOD = "classmethod"
    PROPERTY = "property"
    #: Set on the instance, or a class held by the class (``sync_session_class``).
    ATTRIBUTE = "attribute"
    #: A method of a synchronous class that may talk to the database: at the call or, when that
    #: returns a context manager or iterator (``Engine.begin``, ``Query.values``), at its first use.
    BLOCKS = "blocks"


Row = Mapping[Version, "Kind | None"]


def kind(cls: str, member: str, version: Version | None) -> Kind | None:
    """What ``cls.member`` is in this SQLAlchemy.

    With version None: what it is in every 2.x that has it. None when class or member is unknown or
    absent, and when the supported 2.x disagree.
    """
    row = _row(cls, member)
    return None if row is None else at_version(row, version)


def is_coroutine(cls: str, member: str, version: Version | None) -> bool:
    """Whether calling ``cls.member`` surely returns a coroutine, which must be awaited."""
    return kind(cls, member, version) in (Kind.COROUTINE, Kind.CLASS_COROUTINE)


def members(cls: str) -> frozenset[str]:
    """The members of a class that any supported SQLAlchemy has; empty for an unknown class.

    Of the synchronous classes, only those that block are known.
    """
    inherited = members(_BASES[cls]) if cls in _BASES else frozenset()
    return inherited | _MEMBERS.get(cls, {}).keys()


def blocks(cls: str, member: str) -> bool:
    """Whether calling this method of a synchronous class may talk to the database.

    "May": ``Session.close()`` has nothing to say when no connection is held. True if it is so in
    any supported version; False also for an unknown class or member.
    """
    row = _row(cls, member)
    return row is not None and Kind.BLOCKS in row.values()


def at_version(row: Mapping[Version, T | None], version: Version | None) -> T | None:
    """One table row's value in a version of SQLAlchemy.

    A version newer than the table is answered with its newest column, an older one with None. With
    version None: the value common to every 2.x in which there is one, None if they differ.
    """
    if version is None:
        values = {value for column, value in row.items() if column >= (2, 0)} - {None}
        return values.pop() if len(values) == 1 else None
    column = max((column for column in row if column <= version), default=None)
    return None if column is None else row[column]


def parse_members(text: str, versions: tuple[Version, ...]) -> dict[str, dict[str, Row]]:
    """``{class: {member: row}}`` out of the text of ``api_table.py``, whose head describes it."""
    table: dict[str, dict[str, Row]] = {}
    row: Row = {}
    for line in text.splitlines():
        words = line.split()
        indent = len(line) - len(line.lstrip())
        if not words:
            continue
        if indent == 0:
            rows = table.setdefault(line, {})
        elif indent == 4:
            kinds = [None if word == "-" else Kind(word) for word in words]
            # One word speaks for every version.
            kinds = kinds * len(versions) if len(kinds) == 1 else kinds
            row = dict(zip(versions, kinds, strict=True))
        else:
            rows.update(dict.fromkeys(words, row))
    return table


def _row(cls: str, member: str) -> Row | None:
    row = _MEMBERS.get(cls, {}).get(member)
    return _row(_BASES[cls], member) if row is None and cls in _BASES else row


# SQLModel's sessions add exec() to SQLAlchemy's: sqlmodel.orm.session.Session and
# sqlmodel.ext.asyncio.session.AsyncSession.
_BASES = {"sqlmodel.Session": "Session", "sqlmodel.AsyncSession": "AsyncSession"}

# What has no twin in SQLAlchemy's asyncio API from which the generator could tell. The tests run
# each of these on an async driver outside a greenlet and see it try to do IO.
_BY_HAND: dict[Kind, dict[str, str]] = {
    Kind.COROUTINE: {"sqlmodel.AsyncSession": "exec"},
    Kind.BLOCKS: {
        "sqlmodel.Session": "exec",
        # The legacy bulk methods INSERT and UPDATE at once; prepare() flushes (two-phase commit).
        "Session": "bulk_insert_mappings bulk_save_objects bulk_update_mappings prepare",
        "scoped_session": "bulk_insert_mappings bulk_save_objects bulk_update_mappings",
        # A Query runs its SELECT when it is asked for rows, one by one or all.
        "Query": "__getitem__ __iter__ all count delete first get one one_or_none scalar update"
        " value values",
        "SessionTransaction": "close connection",
        # The "connectionless execution" that 2.0 removed.
        "Engine": "execute has_table run_callable scalar table_names transaction",
        "MetaData": "create_all drop_all reflect",
    },
}


def _members() -> dict[str, dict[str, Row]]:
    table = parse_members(api_table.MEMBERS, api_table.VERSIONS)
    for kind, classes in _BY_HAND.items():
        row: Row = dict.fromkeys(api_table.VERSIONS, kind)
        for cls, names in classes.items():
            table.setdefault(cls, {}).update(dict.fromkeys(names.split(), row))
    return table


_MEMBERS = _members()
