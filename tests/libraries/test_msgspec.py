"""What is said of msgspec is so in the installed one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

msgspec: Any = pytest.importorskip("msgspec")


class Broken:
    id = 1

    @property
    def rows(self) -> list[str]:
        raise RuntimeError


def test_what_raises_is_not_there() -> None:
    wanted = msgspec.defstruct("Wanted", [("id", int), ("rows", list[str])])
    with pytest.raises(msgspec.ValidationError, match="missing required field `rows`"):
        msgspec.convert(Broken(), wanted, from_attributes=True)


def test_a_default_takes_the_place_of_what_raises() -> None:
    wanted = msgspec.defstruct("Wanted", [("id", int), ("rows", list[str], [])])
    assert msgspec.convert(Broken(), wanted, from_attributes=True).rows == []


def test_attributes_go_by_the_names_of_the_fields() -> None:
    wanted = msgspec.defstruct("Wanted", [("first_row", str)], rename="camel")
    source = SimpleNamespace(first_row="a")
    assert msgspec.convert(source, wanted, from_attributes=True).first_row == "a"
