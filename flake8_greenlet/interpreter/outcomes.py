"""The ways out of a callee, told apart by what it returned, and by what it was given.

`if await save(user):` is run once for each answer, because what the callee did before it answered
belongs to that answer: one that rolled back returns False, one that did not returns True.  And what
`await save(user, flag)` did belongs to the flag, if that is tested again: `if flag:`.
"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterable

from flake8_greenlet.interpreter.containers import Tuple
from flake8_greenlet.interpreter.frames import Frame
from flake8_greenlet.interpreter.heap import Heap
from flake8_greenlet.interpreter.values import Constant, Opaque, PathEnds, Value

Outcome = tuple[Heap, Value]
MOST = 3
"""Ways that are told apart; what returns more kinds is no yes or no."""


class Split(Exception):  # noqa: N818 - control flow, not an error
    """The call that was watched came back with several answers."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        super().__init__()
        self.outcomes = outcomes


def evaluate_each(frame: Frame, node: ast.expr) -> list[Outcome]:
    """Evaluate an expression once for each answer of the call that comes first in it.

    Returns the paths with their values.  Raises PathEnds when none of them comes to its end.
    """
    machine = frame.machine
    call = _first_call(node)
    if call is None:
        value = machine.evaluate(frame, node)
        return [(machine.heap, value)]
    watched, machine.watched = machine.watched, (frame, call)
    try:
        value = machine.evaluate(frame, node)
        return [(machine.heap, value)]
    except Split as split:
        outcomes = split.outcomes
    finally:
        machine.watched = watched
    return _go_on(frame, node, call, outcomes)


def _go_on(
    frame: Frame, node: ast.expr, call: ast.expr, outcomes: Iterable[Outcome]
) -> list[Outcome]:
    machine = frame.machine
    results: list[Outcome] = []
    for heap, answer in outcomes:
        machine.heap = heap
        machine.answers[call] = answer
        try:
            value = machine.evaluate(frame, node)
        except PathEnds as end:
            if machine.raises is not None:
                machine.raises.add(machine.heap, end.exception)
            continue
        finally:
            del machine.answers[call]
        results.append((machine.heap, value))
    if not results:
        raise PathEnds
    return results


def _first_call(node: ast.expr) -> ast.expr | None:
    """The call, or the `await` of one, that is evaluated before anything else has an effect."""
    while True:
        if isinstance(node, ast.Await):
            return node if isinstance(node.value, ast.Call) else None
        if isinstance(node, ast.Call):
            return node
        if isinstance(node, ast.UnaryOp):
            node = node.operand
        elif isinstance(node, ast.NamedExpr):
            node = node.value
        elif isinstance(node, ast.Compare):
            node = node.left
        else:
            return None


def is_watched(frame: Frame) -> bool:
    """Whether the statement that called this frame wants to know its answers apart."""
    watched = frame.machine.watched
    if watched is None or frame.caller is not watched[0]:
        return False
    call = watched[1]
    return frame.node is call or (isinstance(call, ast.Await) and frame.node is call.value)


def hands_on_a_test(frame: Frame, node: ast.expr) -> bool:
    """Whether the call that comes first in an expression is given something that the function
    tests."""
    call = _first_call(node)
    if isinstance(call, ast.Await):
        call = call.value
    if frame.function is None or not isinstance(call, ast.Call):
        return False
    tested = frame.machine.world.code(frame.function.node).tested
    given = (*call.args, *(keyword.value for keyword in call.keywords))
    return any(isinstance(value, ast.Name) and value.id in tested for value in given)


def asked_again(frame: Frame) -> frozenset[object]:
    """What a function was given that its caller tests as well, as symbols."""
    caller = frame.caller
    if caller is None or caller.function is None:
        return frozenset()
    code = frame.machine.world.code(caller.function.node)
    values = map(caller.lookup, code.recurring & code.tested)
    symbols = (value.symbol for value in values if isinstance(value, Opaque))
    return frozenset(symbol for symbol in symbols if symbol is not None)


def answers(paths: Iterable[Heap], frame: Frame) -> list[Outcome]:
    """The paths out of a body, joined by what they return and by what its caller tests."""
    assert frame.result is not None
    groups: dict[Hashable, Heap] = {}
    asked = asked_again(frame)
    for path in paths:
        value = path.get(frame.result)
        assert isinstance(value, Value)
        kind = _kind(value), *(path.facts.get(symbol) for symbol in asked)
        groups[kind] = groups[kind].join(path) if kind in groups else path
    found: list[Outcome] = []
    for heap in groups.values():
        value = heap.get(frame.result)
        assert isinstance(value, Value)
        found.append((heap, value))
    return found if len(found) <= MOST else []


def _kind(value: Value) -> Hashable:
    if isinstance(value, Constant) and (value.value is None or isinstance(value.value, bool)):
        return value.identity()
    if isinstance(value, Tuple):
        return tuple(_kind(item) for item in value.items)
    return None
