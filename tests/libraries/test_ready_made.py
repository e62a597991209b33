"""The bases of other libraries name tables and have columns as it is said of them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import Column, Integer, inspect

from flake8_greenlet.libraries.sqlalchemy.ready_made import ADVANCED_ALCHEMY, BASES, table_name


@pytest.mark.parametrize("qualified", sorted(BASES))
def test_a_base_names_the_table(qualified: str) -> None:
    module, _, name = qualified.rpartition(".")
    pytest.importorskip(module.partition(".")[0])
    base = getattr(import_module(module), name)
    cls: Any = type(f"Below{name}", (base,), {"__abstract__": True})
    assert isinstance(cls.__tablename__, str)


def given(name: str) -> Any:
    """The class of advanced-alchemy with this name."""
    pytest.importorskip("advanced_alchemy")
    homes = [import_module(f"advanced_alchemy.{module}") for module in ("base", "mixins")]
    return next(getattr(home, name) for home in homes if hasattr(home, name))


@pytest.mark.parametrize("name", sorted(name for name, k in ADVANCED_ALCHEMY.items() if k.maps))
def test_the_columns_of_a_base(name: str) -> None:
    known = ADVANCED_ALCHEMY[name]
    members = {
        "__tablename__": f"below_{name}",
        "__module__": __name__,
        "number": Column(Integer, primary_key=True),
    }
    mapper: Any = inspect(type(f"Mapped{name}", (given(name),), members))
    awaitable = import_module("sqlalchemy.ext.asyncio").AsyncAttrs
    assert issubclass(given(name), awaitable) is known.awaitable_attrs
    keys = {column.key for column in mapper.column_attrs} - {"_sentinel", "number"}
    assert keys == dict(known.columns).keys()
    for key, said in known.columns:
        column = mapper.columns[key]
        assert column.primary_key is said.primary_key
        assert column.primary_key or column.server_default is None
        assert column.server_onupdate is None
        assert said.has_default is (column.default is not None or column.primary_key)


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
