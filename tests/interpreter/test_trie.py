"""The persistent map under every heap."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from flake8_greenlet.interpreter.trie import Trie

KEYS = [0, 1, 15, 16, 17, 255, 256, 4095, 4096, 1 << 20, (1 << 32) + 7]


def filled(entries: Mapping[int, object]) -> Trie:
    trie = Trie()
    for key, value in entries.items():
        trie = trie.set(key, value)
    return trie


@pytest.mark.parametrize("key", KEYS)
def test_an_empty_trie_holds_nothing(key: int) -> None:
    assert Trie().get(key) is None
    assert list(Trie().items()) == []


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("other", KEYS)
def test_a_key_does_not_disturb_another(key: int, other: int) -> None:
    trie = Trie().set(key, "first").set(other, "second")
    assert trie.get(other) == "second"
    assert trie.get(key) == ("second" if key == other else "first")


def test_a_write_leaves_the_old_trie_alone() -> None:
    old = Trie().set(3, "old")
    new = old.set(3, "new").set(1000, "far")
    assert (old.get(3), old.get(1000)) == ("old", None)
    assert (new.get(3), new.get(1000)) == ("new", "far")


def test_items_come_in_order() -> None:
    entries = dict.fromkeys(random.Random(0).sample(range(10_000), 300), "x")
    assert list(filled(entries).items()) == sorted(entries.items())


def test_falsy_values_are_values() -> None:
    assert list(Trie().set(1, 0).set(2, "").items()) == [(1, 0), (2, "")]


@pytest.mark.parametrize("seed", range(20))
def test_merge_agrees_with_a_dict(seed: int) -> None:
    draw = random.Random(seed)
    common = {draw.randrange(5_000): "common" for _ in range(50)}
    mine = {draw.randrange(1 << draw.randrange(1, 20)): "mine" for _ in range(20)}
    theirs = {draw.randrange(1 << draw.randrange(1, 20)): "theirs" for _ in range(20)}
    trunk = filled(common)
    left, right = trunk, trunk
    for key, value in mine.items():
        left = left.set(key, value)
    for key, value in theirs.items():
        right = right.set(key, value)
    asked: list[int] = []

    def merge(key: int, a: str, b: str) -> str:
        asked.append(key)
        assert a != b
        return f"{a}+{b}"

    merged = dict(left.merge(right, merge).items())
    expected = {}
    for key in {*common, *mine, *theirs}:
        a, b = mine.get(key, common.get(key)), theirs.get(key, common.get(key))
        expected[key] = a or b if a is None or b is None or a == b else f"{a}+{b}"
    assert merged == expected
    assert len(asked) == len(set(asked))


def test_merge_does_not_visit_what_is_shared() -> None:
    trunk = filled({key: object() for key in range(1_000)})
    visited: list[int] = []

    def merge(key: int, a: object, b: object) -> object:
        visited.append(key)
        return a

    assert trunk.merge(trunk, merge) is trunk
    trunk.set(7, "mine").merge(trunk.set(500, "theirs"), merge)
    assert sorted(visited) == [7, 500]
