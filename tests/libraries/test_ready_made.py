"""The bases of other libraries name tables and have columns as it is said of them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import Column, Integer, inspect

from flake8_greenlet.libraries.sqlalchemy.ready_made import (
    ADVANCED_ALCHEMY,
    FASTAPI_USERS,
    ReadyMade,
    table_name,
)


def columns_of_a_class_below(base: Any, known: ReadyMade, *others: type) -> Any:
    """What is mapped below a base, which has just the columns that are said of it."""
    members = {"__module__": __name__, "number": Column(Integer, primary_key=True)}
    mapper: Any = inspect(type(f"Mapped{known.name}", (base, *others), members))
    keys = {column.key for column in mapper.column_attrs} - {"_sentinel", "number"}
    assert keys == dict(known.columns).keys()
    for key, said in known.columns:
        column = mapper.columns[key]
        assert column.primary_key is said.primary_key
        assert column.primary_key or column.server_default is None
        assert column.server_onupdate is None
        assert said.has_default is (column.default is not None or column.primary_key)
        assert bool(column.unique) is said.unique
        assert said.nullable in (None, column.nullable)
        led_to = {key.target_fullname for key in column.foreign_keys}
        has_one = said.has_foreign_key
        assert led_to == ({f"{said.foreign_key}.{said.foreign_column}"} if has_one else set())
    return mapper


@pytest.mark.parametrize("package", ["fastapi_users.db", "fastapi_users_db_sqlalchemy"])
@pytest.mark.parametrize("name", sorted(FASTAPI_USERS))
def test_the_columns_of_a_table_of_fastapi_users(package: str, name: str) -> None:
    pytest.importorskip("fastapi_users.db")
    pytest.importorskip("fastapi_users_db_sqlalchemy")
    known = FASTAPI_USERS[name]
    base = type("Base", (pytest.importorskip("sqlalchemy.orm").DeclarativeBase,), {})
    mapper = columns_of_a_class_below(getattr(import_module(package), name), known, base)
    assert mapper.local_table.name == known.table


def given(name: str) -> Any:
    """The class of advanced-alchemy with this name."""
    pytest.importorskip("advanced_alchemy")
    homes = [import_module(f"advanced_alchemy.{module}") for module in ("base", "mixins")]
    return next(getattr(home, name) for home in homes if hasattr(home, name))


@pytest.mark.parametrize("name", sorted(name for name, k in ADVANCED_ALCHEMY.items() if k.maps))
def test_the_columns_of_a_base(name: str) -> None:
    known, base = ADVANCED_ALCHEMY[name], given(name)
    awaitable = import_module("sqlalchemy.ext.asyncio").AsyncAttrs
    assert issubclass(base, awaitable) is known.awaitable_attrs
    columns_of_a_class_below(base, known)


@pytest.mark.parametrize("name", sorted(name for name, k in ADVANCED_ALCHEMY.items() if not k.maps))
def test_the_columns_of_a_mixin(name: str) -> None:
    known = ADVANCED_ALCHEMY[name]
    assert dict(known.columns).keys() <= {*dir(given(name))}
    assert hasattr(given(name), "__tablename__") is known.names_tables


@pytest.mark.parametrize("name", ["User", "UserRole", "HTTPLog", "OAuth2Token", "ABTest", "A"])
def test_the_name_of_a_table(name: str) -> None:
    pytest.importorskip("advanced_alchemy")
    base = import_module("advanced_alchemy.base").UUIDBase
    cls: Any = type(name, (base,), {"__module__": __name__, "__abstract__": True})
    assert cls.__tablename__ == table_name(name)
