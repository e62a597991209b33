"""What is said of advanced-alchemy and fastapi-users is so in the installed ones."""

from __future__ import annotations

import inspect
from importlib import import_module

import pytest

from flake8_greenlet.interpreter.values import Constant
from flake8_greenlet.libraries import advanced_alchemy, fastapi_users


@pytest.mark.parametrize("name", sorted(advanced_alchemy.METHODS))
def test_a_repository_has_the_method(name: str) -> None:
    pytest.importorskip("advanced_alchemy")
    cls = import_module("advanced_alchemy.repository").SQLAlchemyAsyncRepository
    assert inspect.iscoroutinefunction(getattr(cls, name))


@pytest.mark.parametrize("option", sorted(advanced_alchemy.OPTIONS))
def test_the_default_of_a_constructor(option: str) -> None:
    pytest.importorskip("advanced_alchemy")
    cls = import_module("advanced_alchemy.repository").SQLAlchemyAsyncRepository
    default = inspect.signature(cls).parameters[option].default
    assert Constant(default) == advanced_alchemy.OPTIONS[option]


def test_a_configuration_expires_on_commit() -> None:
    pytest.importorskip("advanced_alchemy")
    module = import_module("advanced_alchemy.config")
    config = module.SQLAlchemyAsyncConfig(connection_string="sqlite+aiosqlite://")
    assert config.create_session_maker()().sync_session.expire_on_commit


@pytest.mark.parametrize("name", sorted(fastapi_users.METHODS))
def test_a_user_database_has_the_method(name: str) -> None:
    # The two packages import each other, and only in this order is everything there.
    pytest.importorskip("fastapi_users.db")
    pytest.importorskip("fastapi_users_db_sqlalchemy")
    cls = import_module("fastapi_users_db_sqlalchemy").SQLAlchemyUserDatabase
    assert inspect.iscoroutinefunction(getattr(cls, name))
