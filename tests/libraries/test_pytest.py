"""What is said of pytest and of `unittest.mock`, held against those that are installed."""

from __future__ import annotations

import inspect
from unittest import mock

import pytest

from flake8_greenlet.libraries import patching
from flake8_greenlet.libraries import pytest as explained


def test_which_files_and_functions_are_tests(pytestconfig: pytest.Config) -> None:
    assert pytestconfig.getini("python_files") == ["test_*.py", "*_test.py"]
    assert pytestconfig.getini("python_functions") == ["test"]


def test_a_fixture_is_told_its_scope_by_name() -> None:
    parameters = inspect.signature(pytest.fixture).parameters
    assert parameters["scope"].kind is inspect.Parameter.KEYWORD_ONLY
    assert parameters["scope"].default == "function"
    assert {"name", "autouse"} <= parameters.keys()


def test_arguments_of_what_replaces() -> None:
    assert list(inspect.signature(pytest.MonkeyPatch.setattr).parameters)[1:4] == [
        "target",
        "name",
        "value",
    ]
    assert list(inspect.signature(mock.patch).parameters)[:2] == ["target", "new"]
    several = inspect.signature(mock.patch.multiple).parameters
    assert {"kwargs", *patching._OPTIONS} == several.keys()
    named = list(inspect.signature(mock.patch.object).parameters)
    assert named[:3] == ["target", "attribute", "new"]


def test_fixtures_of_pytest_mock() -> None:
    plugin = pytest.importorskip("pytest_mock")
    found = {name for name in dir(plugin) if name.endswith("mocker")}
    assert {name for name in explained._BUILT_IN if name.endswith("mocker")} == found
