"""What a file mentions, itself or through what it imports, if it has to do with SQLAlchemy.

The door asks this of every file, before anything else of the package is imported.
"""

from __future__ import annotations

from collections.abc import Iterable

SQLALCHEMY = frozenset({b"sqlalchemy", b"sqlmodel"})

ASYNC_SQLALCHEMY = frozenset({b"sqlalchemy.ext.asyncio", b"sqlmodel.ext.asyncio"})
"""If what it does with SQLAlchemy is asynchronous."""


def words(named: Iterable[str]) -> frozenset[bytes]:
    """What a file mentions that has to do with SQLAlchemy, or with the packages of these names."""
    return SQLALCHEMY | {name.partition(".")[0].encode() for name in named}
