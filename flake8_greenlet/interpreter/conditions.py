"""Conditions: which paths a test lets through, and what is known on each side."""

from __future__ import annotations

import ast

from flake8_greenlet.interpreter.code import last_name, names_in, parameter_names
from flake8_greenlet.interpreter.containers import Sequence, Tuple
from flake8_greenlet.interpreter.frames import Frame
from flake8_greenlet.interpreter.heap import Heap
from flake8_greenlet.interpreter.outcomes import asked_again, evaluate_each
from flake8_greenlet.interpreter.values import (
    NONE,
    Alternatives,
    Constant,
    Decisive,
    Negation,
    Opaque,
    Site,
    Value,
    join_values,
)

Branches = tuple["Heap | None", "Heap | None"]


def branch(frame: Frame, test: ast.expr) -> Branches:
    """Evaluate a test.  Returns the path on which it holds and the one on which it does not;
    None for a side that cannot be reached.
    """
    machine = frame.machine
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        held_inside, failed_inside = branch(frame, test.operand)
        return failed_inside, held_inside
    if isinstance(test, ast.BoolOp):
        return _short_circuit(frame, test)
    held: list[Heap] = []
    failed: list[Heap] = []
    for machine.heap, value in evaluate_each(frame, test):
        yes, no = decide(frame, test, value)
        held += [] if yes is None else [yes]
        failed += [] if no is None else [no]
    return machine.joined(held), machine.joined(failed)


def _short_circuit(frame: Frame, test: ast.BoolOp) -> Branches:
    machine = frame.machine
    is_and = isinstance(test.op, ast.And)
    left: list[Heap] = []
    for operand in test.values:
        held, failed = branch(frame, operand)
        go, stop = (held, failed) if is_and else (failed, held)
        if stop is not None:
            left.append(stop)
        if go is None:
            through = None
            break
        machine.heap = through = go
    stopped = machine.joined(left)
    return (through, stopped) if is_and else (stopped, through)


def decide(frame: Frame, test: ast.expr, value: Value) -> Branches:
    """Split the current path by the truth of a test that came out as `value`."""
    machine = frame.machine
    truth = value.truth(Site(frame, test))
    heap = machine.heap
    if truth is not None:
        return (heap, None) if truth else (None, heap)
    return _assume(frame, test, value, True, heap), _assume(frame, test, value, False, heap)


def _assume(frame: Frame, test: ast.expr, value: Value, outcome: bool, heap: Heap) -> Heap | None:
    """The path, given the outcome of the test; None if that cannot be."""
    machine = frame.machine
    machine.heap = heap
    condition = value
    if isinstance(condition, Negation):
        condition, known = condition.condition, not outcome
    else:
        known = outcome
    condition.assumed(known, Site(frame, test))
    if isinstance(condition, Opaque) and condition.symbol is not None:
        if (
            isinstance(condition, Decisive)
            or _worth_telling_apart(frame, test)
            or condition.symbol in asked_again(frame)
        ):
            machine.heap = machine.heap.assuming(condition.symbol, known)
    elif isinstance(condition, Sequence) and _is_gone_through(frame, test):
        machine.heap = machine.heap.assuming(_having_items(condition), known)
    possible = _narrow(frame, test, outcome)
    return machine.heap if possible else None


def ways(frame: Frame, name: str, path: Heap) -> list[Heap]:
    """A path, told apart by the truth of a variable that may be either."""
    symbol = _symbol_of(frame, name, path)
    if symbol is None or symbol in path.facts:
        return [path]
    return [path.assuming(symbol, outcome) for outcome in (True, False)]


def whichever_way(frame: Frame, name: str, path: Heap) -> Heap:
    """A path, no longer told apart by a variable that is tested nowhere else."""
    code = frame.function and frame.machine.world.code(frame.function.node)
    symbol = _symbol_of(frame, name, path)
    if symbol is None or (code and name in code.recurring):
        return path
    return path.regardless_of(symbol)


def _symbol_of(frame: Frame, name: str, path: Heap) -> object | None:
    frame.machine.heap = path
    value = frame.lookup(name)
    return value.symbol if isinstance(value, Opaque) else None


def remember_flag(frame: Frame, name: str, value: Value) -> None:
    """A variable was bound: if it is a flag, the paths on which it is set stay apart from those
    on which it is not."""
    code = frame.function and frame.machine.world.code(frame.function.node)
    if not code or name not in code.flags:
        return
    machine = frame.machine
    flag = ("flag", frame.result, name)
    if isinstance(value, Constant) and isinstance(value.value, bool):
        machine.heap = machine.heap.assuming(flag, value.value)
    elif flag in machine.heap.facts:
        machine.heap = machine.heap.regardless_of(flag)


def of_having_turns(
    frame: Frame, node: ast.expr, source: Value
) -> tuple[Heap | None, Heap | None] | None:
    """The path on which there is something in a list, and the one on which there is nothing.

    They are worth telling apart where a function goes through the list more than once: either all
    of its loops have a turn, or none has.  That is so as well where it is one of several lists.
    """
    sources = [one for one in source.alternatives() if isinstance(one, Sequence)]
    if len(sources) != len(source.alternatives()) or not _is_gone_through(frame, node):
        return None
    machine, site = frame.machine, Site(frame, node)
    truths = [one.truth(site) for one in sources]
    if None not in truths or True in truths:
        return None
    before = machine.heap
    condition = _having_items(*sources)
    known = before.facts.get(condition)
    if known is not None:
        return (before, None) if known else (None, before)
    paths = []
    for outcome in (True, False):
        machine.heap = before.assuming(condition, outcome)
        if len(sources) == 1:
            sources[0].assumed(outcome, site)
        paths.append(machine.heap)
    machine.heap = before
    return paths[0], paths[1]


def _is_gone_through(frame: Frame, node: ast.expr) -> bool:
    code = frame.function and frame.machine.world.code(frame.function.node)
    return bool(code and isinstance(node, ast.Name) and node.id in code.iterated)


def _having_items(*sources: Sequence) -> object:
    return ("items", *(source.address for source in sources))


def _worth_telling_apart(frame: Frame, test: ast.expr) -> bool:
    code = frame.function and frame.machine.world.code(frame.function.node)
    if not code:
        return False
    return not code.recurring.isdisjoint(frame.machine.world.facts(test, names_in))


def _narrow(frame: Frame, test: ast.expr, outcome: bool) -> bool:
    """Drop what the outcome rules out from the variable that is tested."""
    site = Site(frame, test)
    if isinstance(test, ast.NamedExpr):
        test = test.target
    if isinstance(test, (ast.Name, ast.Attribute)):
        value = _peek(frame, test)
        if isinstance(value, Alternatives):
            return _keep(
                frame,
                test,
                [v for v in value.values if value.truth_of(v, site) is not (not outcome)],
            )
        return True
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        return _narrow_comparison(frame, test, outcome)
    if isinstance(test, ast.Call):
        if last_name(test.func) in _ASK_FOR_AWAITABLES:
            return _narrow_awaitable(frame, test, outcome)
        return _narrow_isinstance(frame, test, outcome)
    return True


_ASK_FOR_AWAITABLES = frozenset({"isawaitable", "iscoroutine"})


def _narrow_awaitable(frame: Frame, test: ast.Call, outcome: bool) -> bool:
    """`if inspect.isawaitable(result):`, where a session may be of either kind."""
    variable = _peek(frame, test.args[0]) if test.args else None
    if not isinstance(variable, Alternatives):
        return True
    awaitable = [value for value in variable.values if value.is_awaitable]
    others = [value for value in variable.values if not value.is_awaitable]
    return not awaitable or _keep(frame, test.args[0], awaitable if outcome else others)


def _narrow_comparison(frame: Frame, test: ast.Compare, outcome: bool) -> bool:
    subject, operator, other = test.left, test.ops[0], test.comparators[0]
    if isinstance(subject, ast.NamedExpr):
        subject = subject.target
    if isinstance(operator, (ast.IsNot, ast.NotEq)):
        outcome = not outcome
    elif not isinstance(operator, (ast.Is, ast.Eq)):
        return True
    if outcome and isinstance(subject, ast.Attribute) and isinstance(subject.value, ast.Name):
        if isinstance(other, (ast.Attribute, ast.Constant)):
            owner, site = frame.lookup(subject.value.id), Site(frame, test)
            if owner.matters(site, 0):
                owner.found_equal(subject.attr, frame.machine.evaluate(frame, other), site)
    if not isinstance(subject, (ast.Name, ast.Attribute)) or not isinstance(other, ast.Constant):
        return True
    wanted = Constant(other.value)
    value = _peek(frame, subject)
    if isinstance(value, Alternatives):
        return _keep(frame, subject, [v for v in value.values if _may_equal(v, wanted, outcome)])
    if isinstance(value, Opaque) and outcome and wanted == NONE:
        return _keep(frame, subject, [NONE])
    return True


def _may_equal(value: Value, wanted: Constant, outcome: bool) -> bool:
    if isinstance(value, Constant):
        return (value == wanted) is outcome
    if wanted == NONE:
        return not outcome
    return True


def _narrow_isinstance(frame: Frame, test: ast.Call, outcome: bool) -> bool:
    if not (isinstance(test.func, ast.Name) and test.func.id == "isinstance"):
        return True
    if len(test.args) != 2 or not isinstance(test.args[0], (ast.Name, ast.Attribute)):
        return True
    site = Site(frame, test)
    variable = _peek(frame, test.args[0])
    value = _held(frame, test.args[0], site) if variable is None else variable
    if value is None:
        return True
    cls = frame.machine.evaluate(frame, test.args[1])
    is_instance = frame.machine.world.libraries.is_instance
    values = value.alternatives()
    kept = [v for v in values if is_instance(v, cls, site) is not (not outcome)]
    if isinstance(variable, Alternatives) and not _keep(frame, test.args[0], kept):
        return False
    for each in kept:
        each.tested(classes_of(cls), outcome, site)
    return True


def classes_of(cls: Value) -> tuple[Value, ...]:
    """What the second argument of `isinstance()` may stand for."""
    return cls.items if isinstance(cls, Tuple) else (cls,)


def _peek(frame: Frame, node: ast.expr) -> Value | None:
    """The value of a variable, or of an attribute of a plain object, without side effects."""
    from flake8_greenlet.interpreter.classes import Instance

    if isinstance(node, ast.Name):
        return frame.lookup(node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        owner = frame.lookup(node.value.id)
        if isinstance(owner, Instance):
            return owner.attributes(Site(frame, node)).values.get(node.attr)
    return None


def _held(frame: Frame, node: ast.expr, site: Site) -> Value | None:
    """The value of an attribute of whatever a variable holds, without side effects."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return frame.lookup(node.value.id).held(node.attr, site)
    return None


def found_something(frame: Frame, node: ast.expr, value: Value) -> None:
    """What had an attribute is not None, nor anything else that does not allow to ask for it: so
    much is known of the variable from here on."""
    if isinstance(value, Alternatives) and isinstance(node, ast.Name):
        left = [each for each in value.values if each not in (NONE, *frame.machine.refused)]
        if len(left) < len(value.values):
            _keep(frame, node, left)


def found_something_in_callee(callee: Frame) -> None:
    """What a callee has found not to be None, is not None for its caller either, which has handed
    it on by its name."""
    caller, function = callee.caller, callee.function
    call = callee.node.value if isinstance(callee.node, ast.Await) else callee.node
    if caller is None or function is None or not isinstance(call, ast.Call):
        return
    given = (*call.args, *(keyword.value for keyword in call.keywords))
    handed = [(node, caller.lookup(node.id)) for node in given if isinstance(node, ast.Name)]
    for node, value in handed:
        if isinstance(value, Alternatives) and NONE in value.values:
            left = [callee.lookup(name) for name in parameter_names(function.node.args)]
            found = join_values([each for each in value.values if each != NONE])
            # Of two that were given alike, nobody knows which it was.
            if found in left and value not in left:
                found_something(caller, node, value)


def _keep(frame: Frame, node: ast.expr, values: list[Value]) -> bool:
    """Leave a variable with these of its alternatives; False when none is left."""
    if not values:
        return False
    before = _peek(frame, node)
    for dropped in () if before is None else before.alternatives():
        if dropped not in values:
            dropped.ruled_out(Site(frame, node))
    for kept in values:
        kept.turned_out(Site(frame, node))
    value = join_values(values)
    if isinstance(node, ast.Name):
        owner = frame.scope.owner(node.id)
        if owner is not None and node.id in owner.cells:
            Site(frame, node).store(owner.cells[node.id], value)
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        frame.lookup(node.value.id).set(node.attr, value, Site(frame, node))
    return True


def only(value: Value, outcome: bool, site: Site) -> Value:
    """What is left of a value, given its truth: `None or x` is never None."""
    if isinstance(value, Alternatives):
        kept = [v for v in value.values if value.truth_of(v, site) is not (not outcome)]
        return join_values(kept) if kept else value
    return value
