"""The names that are said to mean `Annotated` do so in the installed libraries."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, get_args, get_origin

import pytest

from flake8_greenlet.libraries import injection


@pytest.mark.parametrize(
    "package, name",
    sorted((package, name) for package, names in injection.MARKERS.items() for name in names),
)
def test_a_marker_is_annotated(package: str, name: str) -> None:
    marker = getattr(pytest.importorskip(package), name)
    assert get_origin(marker[int]) is Annotated
    assert get_args(marker[int])[0] is int


def test_an_integration_hands_its_marker_on() -> None:
    pytest.importorskip("dishka")
    pytest.importorskip("fastapi")
    integration = import_module("dishka.integrations.fastapi")
    assert integration.FromDishka is import_module("dishka").FromDishka
