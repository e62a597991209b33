"""What SQLModel's names mean: most are SQLAlchemy's."""

from __future__ import annotations

from dataclasses import replace

from flake8_greenlet.interpreter.containers import Dict
from flake8_greenlet.interpreter.values import TRUE, Arguments, Builtin, Constant, Site, Value
from flake8_greenlet.libraries import sqlalchemy
from flake8_greenlet.libraries.sqlalchemy.constructors import make_column, make_relationship
from flake8_greenlet.libraries.sqlalchemy.definitions import (
    ColumnDef,
    DeclarativeRoot,
    ForeignKeyTo,
)


def _field(arguments: Arguments, site: Site) -> Value:
    """`Field(…)` of a table model: a column."""
    column = arguments.keywords.get("sa_column")
    if isinstance(column, ColumnDef):
        return column
    key = arguments.keywords.get("foreign_key")
    table = None
    if isinstance(key, Constant) and isinstance(key.value, str):
        table = ForeignKeyTo(key.value.rpartition(".")[0]).table
    return replace(
        _configured(arguments.keywords.get("sa_column_kwargs"), site),
        foreign_key=table,
        has_foreign_key=key is not None,
        primary_key=arguments.keywords.get("primary_key") == TRUE,
    )


def _configured(more: Value | None, site: Site) -> ColumnDef:
    """The column that `sa_column_kwargs` describes."""
    known, complete = more.keywords(site) if isinstance(more, Dict) else ({}, more is None)
    column = make_column(Arguments([], known), site)
    if complete and isinstance(column, ColumnDef):
        return column
    return ColumnDef(onupdate=None, server_default=None)


_NAMES: dict[str, Value] = {
    "Field": Builtin("Field", _field),
    "Relationship": Builtin("Relationship", make_relationship),
    "SQLModel": DeclarativeRoot("SQLModel", maps=False),
}


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name below `sqlmodel`."""
    root, _, rest = qualified.partition(".")
    if root != "sqlmodel" or not rest:
        return None
    name = rest.rpartition(".")[2]
    return _NAMES.get(name) or sqlalchemy.NAMES.get(name)
