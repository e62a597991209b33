"""What is said of fastapi-users is so in the installed one."""

from __future__ import annotations

import inspect
from importlib import import_module

import pytest

from flake8_greenlet.libraries import fastapi_users


@pytest.mark.parametrize("name", sorted(fastapi_users.METHODS))
def test_a_user_database_has_the_method(name: str) -> None:
    # The two packages import each other, and only in this order is everything there.
    pytest.importorskip("fastapi_users.db")
    pytest.importorskip("fastapi_users_db_sqlalchemy")
    cls = import_module("fastapi_users_db_sqlalchemy").SQLAlchemyUserDatabase
    assert inspect.iscoroutinefunction(getattr(cls, name))
