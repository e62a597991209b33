from __future__ import annotations

import itertools
import random

import pytest

from flake8_greenlet.project.reach import Reach

Graph = dict[str, list[str]]


def closure(graph: Graph, start: str) -> set[str]:
    seen, pending = {start}, [start]
    while pending:
        new = set(graph[pending.pop()]) - seen
        seen |= new
        pending += new
    return seen


def test_a_hit_ends_the_search() -> None:
    asked = []

    def is_hit(node: str) -> bool:
        asked.append(node)
        return node == "b"

    graph = {"a": ["b", "c"], "c": []}
    assert Reach(is_hit, graph.__getitem__)("a")
    assert asked == ["a", "b"]


def test_the_start_itself_may_be_a_hit() -> None:
    graph: Graph = {}
    assert Reach(lambda node: True, graph.__getitem__)("a")


def test_every_node_is_explored_once() -> None:
    graph = {"a": ["b", "c"], "b": ["c", "a"], "c": ["d"], "d": ["c"]}
    explored = []

    def successors(node: str) -> list[str]:
        explored.append(node)
        return graph[node]

    reach = Reach(lambda node: False, successors)
    assert not any(reach(node) for node in "abcd")
    assert sorted(explored) == list("abcd")


def test_what_was_seen_on_the_way_to_a_hit_is_not_explored_again() -> None:
    graph = {"a": ["b"], "b": ["c", "a"], "c": ["d", "b", "hit"], "d": ["e"], "e": ["d"]}
    explored = []

    def successors(node: str) -> list[str]:
        explored.append(node)
        return graph[node]

    reach = Reach(lambda node: node == "hit", successors)
    assert {node: reach(node) for node in "abcde"} == {
        **dict.fromkeys("abc", True),
        **dict.fromkeys("de", False),
    }
    assert sorted(explored) == list("abcde")


def test_a_member_of_a_cycle_is_not_taken_for_done() -> None:
    # From a, b is left with nothing but its way back to a, and only then does a lead to the hit.
    graph = {"a": ["b", "hit"], "b": ["a"], "hit": []}
    for first, second in itertools.permutations("ab"):
        reach = Reach(lambda node: node == "hit", graph.__getitem__)
        assert reach(first)
        assert reach(second)


@pytest.mark.parametrize("seed", range(200))
def test_like_the_closure_in_any_order(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"n{i}" for i in range(chance.randint(2, 12))]
    graph = {name: chance.choices(names, k=chance.randint(0, 3)) for name in names}
    hits = {name for name in names if chance.random() < 0.15}
    reach = Reach(hits.__contains__, graph.__getitem__)
    for name in chance.sample(names, len(names)):
        assert reach(name) == bool(closure(graph, name) & hits)
        assert reach(name) == bool(closure(graph, name) & hits)


def test_long_chains_do_not_exhaust_the_stack() -> None:
    graph = {str(i): [str(i + 1)] for i in range(50_000)} | {"50000": ["0"]}
    assert not Reach(lambda node: False, graph.__getitem__)("0")
