"""Paths: cells, facts, and what is left of two when they meet."""

from __future__ import annotations

from dataclasses import dataclass

from flake8_greenlet.interpreter.heap import Heap, State, join_all


@dataclass(frozen=True)
class Might:
    """A state whose join keeps both possibilities."""

    values: frozenset[str]

    def join(self, other: Might) -> Might:
        return Might(self.values | other.values)


def might(*values: str) -> Might:
    return Might(frozenset(values))


def heap(**origin: State) -> Heap:
    return Heap({~number: state for number, state in enumerate(origin.values())})


def test_a_write_is_seen_by_those_who_come_after() -> None:
    before = heap()
    after = before.set(0, might("a"))
    assert before.get(0) is None
    assert after.get(0) == might("a")


def test_a_join_keeps_what_either_path_says() -> None:
    start = heap().set(0, might("start"))
    joined = start.set(0, might("left")).join(start.set(0, might("right")))
    assert joined.get(0) == might("left", "right")


def test_a_join_with_a_path_that_wrote_nothing_keeps_the_old_state_too() -> None:
    start = heap().set(0, might("start"))
    assert start.join(start.set(0, might("right"))).get(0) == might("start", "right")


def test_a_cell_of_one_path_only_stays() -> None:
    start = heap()
    assert start.set(3, might("a")).join(start.set(90, might("b"))).get(90) == might("b")
    assert start.set(3, might("a")).join(start.set(90, might("b"))).get(3) == might("a")


def test_what_exists_once_is_as_its_module_left_it_until_a_path_writes() -> None:
    start = heap(engine=might("imported"))
    assert start.get(-1) == might("imported")
    assert start.set(-1, might("written")).get(-1) == might("written")
    assert start.get(-2) is None


def test_a_path_that_did_not_write_what_exists_once_still_has_it_as_it_was() -> None:
    start = heap(engine=might("imported"))
    written = start.set(-1, might("written"))
    assert start.join(written).get(-1) == might("imported", "written")
    assert written.join(start).get(-1) == might("imported", "written")


def test_facts_that_differ_are_forgotten_by_a_join() -> None:
    start = heap().assuming("sure", True)
    joined = start.assuming("flag", True).join(start.assuming("flag", False))
    assert joined.facts == {"sure": True}
    assert start.facts == {"sure": True}


def test_a_fact_of_one_path_only_is_forgotten_by_a_join() -> None:
    start = heap()
    assert start.join(start.assuming("flag", True)).facts == {}


def test_same_as_looks_at_cells_alone() -> None:
    start = heap(engine=might("imported"))
    assert start.same_as(start.assuming("flag", True))
    assert not start.same_as(start.set(0, might("a")))
    assert not start.same_as(start.set(-1, might("a")))


def test_join_all() -> None:
    start = heap()
    assert join_all([]) is None
    assert join_all([start]) is start
    paths = [start.set(0, might(letter)) for letter in "abc"]
    joined = join_all(paths)
    assert joined is not None
    assert joined.get(0) == might("a", "b", "c")
