"""Every fact about SQLAlchemy's object states that the plugin relies on, executed.

`chapters/` holds the scenarios, `models` what they are about, `harness` runs them.  All of it is
written for SQLAlchemy 2; the few names that 1.4 lacks are lent to it here.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import sqlalchemy
from sqlalchemy import Column, orm
from sqlalchemy.ext import asyncio

VERSION = tuple(int(part) for part in sqlalchemy.__version__.split(".")[:2])


def _mapped_column(*arguments: Any, deferred: bool = False, **keywords: Any) -> Any:
    column: Any = Column(*arguments, **keywords)
    return orm.deferred(column) if deferred else column


def _async_sessionmaker(bind: Any = None, **keywords: Any) -> Any:
    return orm.sessionmaker(bind, class_=asyncio.AsyncSession, **keywords)


class _AsyncAttrs:
    """Only the name: what needs more is not run on 1.4."""


if VERSION < (2, 0):
    lent: dict[Any, dict[str, Any]] = {
        orm: {
            "DeclarativeBase": orm.declarative_base(),
            "DynamicMapped": orm.Mapped,
            "mapped_column": _mapped_column,
        },
        asyncio: {"AsyncAttrs": _AsyncAttrs, "async_sessionmaker": _async_sessionmaker},
    }
    kept = {module: dict(vars(module)) for module in lent}
    for module, names in lent.items():
        for name, value in names.items():
            setattr(module, name, value)
    # Everything here imports them now; then they are taken back, because other tests look at
    # what SQLAlchemy itself has.
    for info in pkgutil.walk_packages(__path__, f"{__name__}."):
        if ".sqlalchemy2." not in info.name:
            importlib.import_module(info.name)
    for module, names in lent.items():
        for name in names:
            if name in kept[module]:
                setattr(module, name, kept[module][name])
            else:
                delattr(module, name)
