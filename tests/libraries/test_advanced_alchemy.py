"""What is said of advanced-alchemy is so in the installed one."""

from __future__ import annotations

import inspect
from importlib import import_module
from pkgutil import resolve_name
from typing import Any

import pytest

from flake8_greenlet.interpreter.values import NONE, Constant
from flake8_greenlet.libraries import advanced_alchemy
from flake8_greenlet.libraries.advanced_alchemy import (
    calls,
    extension,
    models,
    repositories,
    services,
    writing,
)

pytest.importorskip("advanced_alchemy")


def repository() -> Any:
    return import_module("advanced_alchemy.repository").SQLAlchemyAsyncRepository


def service() -> Any:
    return import_module("advanced_alchemy.service").SQLAlchemyAsyncRepositoryService


@pytest.mark.parametrize("name", sorted(repositories.METHODS))
def test_a_repository_has_the_method(name: str) -> None:
    assert inspect.iscoroutinefunction(getattr(repository(), name))


@pytest.mark.parametrize("name", sorted(services.METHODS))
def test_a_service_has_the_method(name: str) -> None:
    assert inspect.iscoroutinefunction(getattr(service(), name))


@pytest.mark.parametrize("option", sorted(calls.OPTIONS))
def test_the_default_of_a_constructor(option: str) -> None:
    for cls in (repository(), service()):
        default = inspect.signature(cls).parameters[option].default
        assert Constant(default) == calls.OPTIONS[option]


@pytest.mark.parametrize("name", sorted(repositories.METHODS))
def test_a_switch_that_a_call_leaves_out_is_the_constructors(name: str) -> None:
    parameters = inspect.signature(getattr(repository(), name)).parameters
    switches = [parameters[switch] for switch in calls.OPTIONS if switch in parameters]
    assert all(Constant(switch.default) == NONE for switch in switches)


@pytest.mark.parametrize(
    ("name", "asked"),
    [(name, asked) for name, method in repositories.METHODS.items() for asked in method.asks],
)
def test_a_method_asks_another_one(name: str, asked: str) -> None:
    helper = getattr(repository(), f"_{name}_fallback", None)
    source = inspect.getsource(getattr(repository(), name))
    assert f"self.{asked}(" in source + (inspect.getsource(helper) if helper else "")


@pytest.mark.parametrize("name", ["get_and_update", "get_or_upsert"])
def test_all_other_arguments_are_columns(name: str) -> None:
    parameters = inspect.signature(getattr(repository(), name)).parameters.values()
    named = {p.name for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY}
    assert named <= writing.NO_COLUMNS
    assert writing.NO_COLUMNS - named <= {"upsert"}


@pytest.mark.parametrize(("argument", "attribute"), sorted(services.CLASS_OPTIONS.items()))
def test_the_class_of_a_service_gives_an_option(argument: str, attribute: str) -> None:
    assert getattr(service(), attribute) is None
    assert f"{argument} = {argument} if {argument} is not None else self.{attribute}" in (
        inspect.getsource(service().__init__)
    )


def test_each_operation_has_its_hook() -> None:
    hooks = {name for name in dir(service()) if name.startswith("to_model_on_")}
    assert hooks == set(models.HOOKS)


@pytest.mark.parametrize(
    ("package", "needs"),
    [
        ("config", "advanced_alchemy"),
        ("extensions.fastapi", "fastapi"),
        ("extensions.litestar", "litestar"),
        ("extensions.starlette", "starlette"),
    ],
)
def test_a_configuration_expires_on_commit(package: str, needs: str) -> None:
    pytest.importorskip(needs)
    module = import_module(f"advanced_alchemy.{package}")
    config = module.SQLAlchemyAsyncConfig(connection_string="sqlite+aiosqlite://")
    assert config.create_session_maker()().sync_session.expire_on_commit


@pytest.mark.parametrize("framework", ["fastapi", "starlette"])
@pytest.mark.parametrize("name", [*extension.PROVIDERS, "with_async_session"])
def test_the_extension_provides(framework: str, name: str) -> None:
    pytest.importorskip(framework)
    module = import_module(f"advanced_alchemy.extensions.{framework}")
    assert callable(getattr(module.AdvancedAlchemy, name))


def test_a_provided_service_has_the_session_of_the_request() -> None:
    pytest.importorskip("fastapi")
    module = import_module("advanced_alchemy.extensions.fastapi.providers")
    source = inspect.getsource(module.provide_service)
    assert "db_session: AsyncSession = Depends(extension.provide_session(key))" in source
    assert "service_class.new(" in source


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("package", advanced_alchemy.PACKAGES[1:])
@pytest.mark.parametrize("name", ["base.UUIDBase", "repository.SQLAlchemyAsyncRepository"])
def test_litestar_has_the_same(name: str, package: str) -> None:
    pytest.importorskip("litestar")
    assert resolve_name(package + name) is resolve_name(f"advanced_alchemy.{name}")
