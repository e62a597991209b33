"""Records are what dataclasses are, only later and faster."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import field
from functools import cached_property

import pytest

import flake8_greenlet
from flake8_greenlet.interpreter.values import Value
from flake8_greenlet.records import dataclass, replace


@dataclass(frozen=True)
class Shelf:
    number: int
    books: tuple[str, ...] = ()
    note: str = field(default="", compare=False)

    @cached_property
    def longest(self) -> str:
        return max(self.books, key=len)


@dataclass(frozen=True)
class Cabinet(Shelf):
    locked: bool = field(default=False, kw_only=True)


class Chest(Cabinet):
    """No record by itself."""


@dataclass(frozen=True, order=True)
class Place:
    line: int
    column: int


@dataclass(frozen=True, eq=False)
class Itself:
    name: str


@dataclass
class Open:
    items: list[int] = field(default_factory=list)


def test_what_is_derived_may_be_made_before_its_base() -> None:
    cabinet = Chest(1, ("Emma",), locked=True)
    assert (cabinet.number, cabinet.books, cabinet.locked) == (1, ("Emma",), True)
    assert [each.name for each in dataclasses.fields(Cabinet)] == [
        "number",
        "books",
        "note",
        "locked",
    ]
    assert Shelf(2).books == ()


def test_equal_fields_make_equal_records() -> None:
    assert Shelf(1, note="dusty") == Shelf(1)
    assert hash(Shelf(1, note="dusty")) == hash(Shelf(1))
    assert Shelf(1) != Shelf(2)
    assert Shelf(1) != Cabinet(1)
    assert Itself("a") != Itself("a")
    assert sorted([Place(2, 1), Place(1, 9)]) == [Place(1, 9), Place(2, 1)]


def test_only_what_is_frozen_has_a_hash() -> None:
    with pytest.raises(TypeError):
        hash(Open())


def test_each_has_defaults_of_its_own() -> None:
    Open().items.append(1)
    assert Open().items == []


def test_arguments_are_checked() -> None:
    with pytest.raises(TypeError):
        Place(1)  # type: ignore[call-arg]


def test_what_is_varied_keeps_the_rest_and_no_cache() -> None:
    shelf = Cabinet(1, ("Emma",), "dusty", locked=True)
    assert shelf.longest == "Emma"
    varied = replace(shelf, books=("Emma", "Persuasion"))
    assert (varied.number, varied.note, varied.locked) == (1, "dusty", True)
    assert varied.longest == "Persuasion"
    assert shelf.books == ("Emma",)


def _records() -> Iterator[type]:
    for found in pkgutil.walk_packages(flake8_greenlet.__path__, "flake8_greenlet."):
        module = importlib.import_module(found.name)
        for each in vars(module).values():
            if isinstance(each, type) and each.__module__ == module.__name__:
                yield each


def test_every_value_has_a_hash() -> None:
    """Values are looked up in memos: one with a field that has no hash is a crash to come."""
    unhashable = []
    for cls in {each for each in _records() if issubclass(each, Value)}:
        declared = {**vars(cls), **vars(cls).get("__dataclass_fields__", {})}
        for name, annotation in inspect.get_annotations(cls).items():
            has_none = str(annotation).startswith(
                ("dict", "Mapping", "MutableMapping", "list", "set")
            )
            left_out = getattr(declared.get(name), "hash", None) is False
            if has_none and not left_out:
                unhashable.append(f"{cls.__module__}.{cls.__name__}.{name}")
    assert unhashable == []
