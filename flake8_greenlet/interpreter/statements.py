"""Statements: control flow over paths.

A block takes the paths that reach it and returns those that leave it at its end.  Paths that
leave it otherwise go to the frame's `Exits`, those of exceptions to the machine's `Raises`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence

from flake8_greenlet.interpreter import conditions, patterns
from flake8_greenlet.interpreter.code import bound_names, walk
from flake8_greenlet.interpreter.containers import Dict, known_items
from flake8_greenlet.interpreter.containers import Sequence as SequenceValue
from flake8_greenlet.interpreter.drops import as_if, drop, drop_unread
from flake8_greenlet.interpreter.expressions import evaluate, operate, yield_value
from flake8_greenlet.interpreter.frames import Exits, Frame, Paths, Raises
from flake8_greenlet.interpreter.functions import AsyncGenerator, Generator, GeneratorContext
from flake8_greenlet.interpreter.heap import Heap
from flake8_greenlet.interpreter.modules import External, PythonError
from flake8_greenlet.interpreter.outcomes import evaluate_each, hands_on_a_test
from flake8_greenlet.interpreter.turns import turns_of
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Alternatives,
    Opaque,
    PathEnds,
    Site,
    Value,
    join,
)
from flake8_greenlet.records import dataclass

MAX_PATHS = 6
LOOP_TURNS = 3

Handler = Callable[[Frame, ast.stmt], Paths]
_HANDLERS: dict[type[ast.stmt], Handler] = {}


def _handles(*kinds: type[ast.stmt]) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        for kind in kinds:
            _HANDLERS[kind] = handler
        return handler

    return register


def run_block(frame: Frame, statements: Sequence[ast.stmt], paths: Paths) -> Paths:
    """Run statements on every path; returns the paths that reach their end."""
    for statement in statements:
        if not paths:
            break
        leaving: Paths = []
        is_loop = isinstance(statement, (ast.For, ast.AsyncFor, ast.While))
        flags = frame.machine.world.facts(statement, _flags_of_turns) if is_loop else ()
        for path in _told_apart(frame, flags, paths):
            leaving.extend(run_statement(frame, statement, path))
        leaving = _no_more_told_apart(frame, flags, leaving)
        paths = meet(leaving, branches=isinstance(statement, ast.If))
    return paths


def run_statement(frame: Frame, statement: ast.stmt, path: Heap) -> Paths:
    """Run one statement on one path."""
    machine = frame.machine
    machine.step()
    machine.heap = path
    handler = _HANDLERS.get(type(statement))
    if handler is None:
        return [path]
    try:
        return handler(frame, statement)
    except PathEnds as end:
        if machine.raises is not None:
            machine.raises.add(machine.heap, end.exception)
        return []


def meet(paths: Paths, *, branches: bool = False) -> Paths:
    """Paths with the same facts are one; too many become one without facts."""
    if len(paths) < 2:
        return paths
    groups: dict[frozenset[tuple[object, bool]], Heap] = {}
    for path in paths:
        key = frozenset(path.facts.items())
        groups[key] = groups[key].join(path, branches=branches) if key in groups else path
    if len(groups) <= MAX_PATHS:
        return list(groups.values())
    # Too many: but a path that is on its way out of a `with` block must not take another way.
    ways: dict[frozenset[object], Heap] = {}
    for path in groups.values():
        way = frozenset(fact for fact in path.facts if isinstance(fact, Leaving))
        ways[way] = ways[way].join(path) if way in ways else path
    return list(ways.values())


@_handles(ast.Expr)
def _expression(frame: Frame, statement: ast.stmt) -> Paths:
    assert isinstance(statement, ast.Expr)
    machine = frame.machine
    node = statement.value
    if isinstance(node, ast.Yield):
        value = NONE if node.value is None else evaluate(frame, node.value)
        return yield_value(frame, value, node)
    if isinstance(node, ast.Constant):
        return [machine.heap]
    branches = machine.world.facts(statement, as_if)
    if branches is not None:
        return run_block(frame, [branches], [machine.heap])
    if not hands_on_a_test(frame, node):
        drop(frame, node, evaluate(frame, node))
        return [machine.heap]
    paths: Paths = []
    for machine.heap, value in evaluate_each(frame, node):
        drop(frame, node, value)
        paths.append(machine.heap)
    return paths


@_handles(ast.Assign)
def _assign(frame: Frame, statement: ast.stmt) -> Paths:
    assert isinstance(statement, ast.Assign)
    machine = frame.machine
    is_tested = _is_tested(frame, statement.targets)
    if not is_tested and not hands_on_a_test(frame, statement.value):
        value = evaluate(frame, statement.value)
        _rebind(frame, statement.targets, value)
        drop_unread(frame, statement.targets, statement.value, value)
        return [machine.heap]
    paths: Paths = []
    outcomes = evaluate_each(frame, statement.value)
    for number, (machine.heap, value) in enumerate(outcomes):
        _rebind(frame, statement.targets, value)
        drop_unread(frame, statement.targets, statement.value, value)
        if is_tested and len(outcomes) > 1:
            # A fact of their own keeps the paths apart until the answer is tested.
            answer = ("answer", frame.result, statement)
            machine.heap = machine.heap.assuming(answer, bool(number))
        paths.append(machine.heap)
    return paths


def _rebind(frame: Frame, targets: Sequence[ast.expr], value: Value) -> None:
    """Bind a value to every target, and let go of what the names among them stood for."""
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    before = [frame.lookup(name) for name in names if frame.scope.owner(name) is not None]
    for target in targets:
        assign(frame, target, value)
    for other in before:
        other.replaced(Site(frame, targets[0]))


def _is_tested(frame: Frame, targets: Iterable[ast.expr]) -> bool:
    """Whether the function tests what is assigned here."""
    code = frame.function and frame.machine.world.code(frame.function.node)
    if not code:
        return False
    return any(
        isinstance(name, ast.Name) and name.id in code.tested
        for target in targets
        for name in (target.elts if isinstance(target, ast.Tuple) else [target])
    )


@_handles(ast.AnnAssign)
def _annotated(frame: Frame, statement: ast.stmt) -> Paths:
    assert isinstance(statement, ast.AnnAssign)
    if statement.value is not None:
        value = evaluate(frame, statement.value)
        if isinstance(value, Opaque):
            declared = frame.machine.world.value_of_annotation(frame, statement.annotation)
            value = value if declared is None else declared
        assign(frame, statement.target, value)
        drop_unread(frame, [statement.target], statement.value, value)
    return [frame.machine.heap]


@_handles(ast.AugAssign)
def _augmented(frame: Frame, statement: ast.stmt) -> Paths:
    assert isinstance(statement, ast.AugAssign)
    site = Site(frame, statement.target)
    target = statement.target
    if isinstance(target, ast.Name):
        before = frame.lookup(target.id)
    elif isinstance(target, ast.Attribute):
        before = evaluate(frame, target.value).get(target.attr, site)
    else:
        assert isinstance(target, ast.Subscript)
        before = evaluate(frame, target.value).item(evaluate(frame, target.slice), site)
    right = evaluate(frame, statement.value)
    if isinstance(before, (SequenceValue, Dict)):
        method = "extend" if isinstance(before, SequenceValue) else "update"
        from flake8_greenlet.interpreter.values import Arguments

        before.get(method, site).call(Arguments([right]), site)
        after: Value = before
    else:
        after = operate(before, statement.op, right, frame, statement)
    assign(frame, target, after)
    return [frame.machine.heap]


def assign(frame: Frame, target: ast.expr, value: Value) -> None:
    """Bind a value to a target: a name, an attribute, an item, or a tuple of targets."""
    site = Site(frame, target)
    if isinstance(target, ast.Name):
        frame.bind(target.id, value)
        conditions.remember_flag(frame, target.id, value)
    elif isinstance(target, ast.Attribute):
        owner = evaluate(frame, target.value)
        owner.set(target.attr, value, site)
        conditions.found_something(frame, target.value, owner)
    elif isinstance(target, ast.Subscript):
        evaluate(frame, target.value).set_item(evaluate(frame, target.slice), value, site)
    elif isinstance(target, ast.Starred):
        assign(frame, target.value, SequenceValue.of_each(value, site))
    elif isinstance(target, (ast.Tuple, ast.List)):
        for item, part in zip(target.elts, _unpacked(value, target.elts, site)):
            assign(frame, item, part)


def _unpacked(value: Value, targets: list[ast.expr], site: Site) -> list[Value]:
    count = len(targets)
    if any(isinstance(target, ast.Starred) for target in targets):
        element = value.element(site)
        return [UNKNOWN if element is None else element] * count
    if isinstance(value, Alternatives):
        parts = [_unpacked(alternative, targets, site) for alternative in value.values]
        joined = parts[0]
        for more in parts[1:]:
            joined = [join(a, b) for a, b in zip(joined, more)]
        return joined
    items = value.unpack(count, site)
    if items is not None:
        return items
    element = value.element(site)
    return [UNKNOWN if element is None else element] * count


@_handles(ast.Delete)
def _delete(frame: Frame, statement: ast.stmt) -> Paths:
    assert isinstance(statement, ast.Delete)
    for target in statement.targets:
        site = Site(frame, target)
        if isinstance(target, ast.Name):
            frame.unbind(target.id)
        elif isinstance(target, ast.Attribute):
            evaluate(frame, target.value).delete(target.attr, site)
        elif isinstance(target, ast.Subscript):
            owner = evaluate(frame, target.value)
            owner.delete_item(evaluate(frame, target.slice), site)
    return [frame.machine.heap]


@_handles(ast.FunctionDef, ast.AsyncFunctionDef)
def _function(frame: Frame, statement: ast.stmt) -> Paths:
    assert isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef))
    function = frame.machine.define(frame, statement)
    frame.bind(statement.name, function)
    return [frame.machine.heap]


@_handles(ast.ClassDef)
def _class(frame: Frame, statement: ast.stmt) -> Paths:
    assert isinstance(statement, ast.ClassDef)
    frame.bind(statement.name, frame.machine.define_class(frame, statement))
    return [frame.machine.heap]


@_handles(ast.Import, ast.ImportFrom)
def _import(frame: Frame, statement: ast.stmt) -> Paths:
    assert isinstance(statement, (ast.Import, ast.ImportFrom))
    for alias in statement.names:
        if alias.name != "*":
            name = alias.asname or alias.name.partition(".")[0]
            frame.bind(name, _imported(frame, statement, alias))
    return [frame.machine.heap]


def _imported(frame: Frame, statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> Value:
    machine = frame.machine
    if machine.replaced and isinstance(statement, ast.ImportFrom):
        path = machine.world.project.resolve(frame.module, statement.module, statement.level)
        source = None if path is None else machine.world.module(path)
        if (source, alias.name) in machine.replaced:
            return UNKNOWN
    return machine.world.imported(frame.module, statement, alias)


@_handles(ast.Return)
def _return(frame: Frame, statement: ast.stmt) -> Paths:
    assert isinstance(statement, ast.Return)
    machine = frame.machine
    if statement.value is None:
        machine.returned(frame, NONE, statement)
        frame.exits.returns.append(machine.heap)
        return []
    for machine.heap, value in evaluate_each(frame, statement.value):
        machine.returned(frame, value, statement)
        frame.exits.returns.append(machine.heap)
    return []


@_handles(ast.Raise)
def _raise(frame: Frame, statement: ast.stmt) -> Paths:
    assert isinstance(statement, ast.Raise)
    machine = frame.machine
    # What stands alone raises again what is being handled.
    exception = machine.handled
    if statement.exc is not None:
        surprises = machine.surprises
        exception = evaluate(frame, statement.exc)
        if isinstance(statement.exc, ast.Call) and isinstance(exception, Opaque):
            # Nobody knows the object, but perhaps its class has a name.
            kind = evaluate(frame, statement.exc.func)
            exception = kind if isinstance(kind, External) else exception
        if statement.cause is not None:
            evaluate(frame, statement.cause)
        # That an exception could not be made is not what anybody is prepared for.
        machine.surprises = surprises
    raise PathEnds(exception)


@_handles(ast.Assert)
def _assert(frame: Frame, statement: ast.stmt) -> Paths:
    assert isinstance(statement, ast.Assert)
    held, _ = conditions.branch(frame, statement.test)
    return [] if held is None else [held]


@_handles(ast.Break)
def _break(frame: Frame, statement: ast.stmt) -> Paths:
    frame.exits.breaks.append(frame.machine.heap)
    return []


@_handles(ast.Continue)
def _continue(frame: Frame, statement: ast.stmt) -> Paths:
    frame.exits.continues.append(frame.machine.heap)
    return []


@_handles(ast.If)
def _if(frame: Frame, statement: ast.stmt) -> Paths:
    assert isinstance(statement, ast.If)
    held, failed = conditions.branch(frame, statement.test)
    leaving: Paths = []
    if held is not None:
        leaving += run_block(frame, statement.body, [held])
    if failed is not None:
        leaving += run_block(frame, statement.orelse, [failed])
    return leaving


@_handles(ast.Match)
def _match(frame: Frame, statement: ast.stmt) -> Paths:
    assert isinstance(statement, ast.Match)
    machine = frame.machine
    subject = evaluate(frame, statement.subject)
    leaving: Paths = []
    for case in statement.cases:
        otherwise = patterns.assume_class(frame, case.pattern, subject)
        matches, captures = patterns.match(frame, case.pattern, subject)
        unmatched: Heap | None = machine.heap
        if otherwise is not None:
            matches = matches and None
            unmatched = (
                otherwise if patterns.is_bare(case.pattern) else otherwise.join(machine.heap)
            )
        if matches is False:
            continue
        for name, value in captures.items():
            frame.bind(name, value)
        held: Heap | None = machine.heap
        failed: Heap | None = None
        if case.guard is not None:
            held, failed = conditions.branch(frame, case.guard)
        if held is not None:
            leaving += run_block(frame, case.body, [held])
        others = machine.joined(p for p in (failed, None if matches else unmatched) if p)
        if others is None:
            return leaving
        machine.heap = others
    return [*leaving, machine.heap]


# Loops


def _told_apart(frame: Frame, flags: Sequence[str], paths: Paths) -> Paths:
    """The paths into a loop, told apart by the flags that its turns test: what a turn does under
    `if dry_run:`, no turn sees that goes the other way."""
    for name in flags:
        if 2 * len(paths) > MAX_PATHS:
            break
        paths = [way for path in paths for way in conditions.ways(frame, name, path)]
    return paths


def _no_more_told_apart(frame: Frame, flags: Sequence[str], paths: Paths) -> Paths:
    """The paths out of a loop, without what only its turns were told apart by."""
    for name in flags:
        paths = [conditions.whichever_way(frame, name, path) for path in paths]
    return paths


def _flags_of_turns(loop: ast.AST) -> list[str]:
    """The names that a loop tests, each by itself, and does not bind."""
    nodes = list(walk([loop]))
    bound = {name for node in nodes for name in bound_names(node)}
    tests = [node.test for node in nodes if isinstance(node, ast.If)]
    plain = [test.operand if isinstance(test, ast.UnaryOp) else test for test in tests]
    names = [test.id for test in plain if isinstance(test, ast.Name)]
    return [name for name in dict.fromkeys(names) if name not in bound]


@_handles(ast.While)
def _while(frame: Frame, statement: ast.stmt) -> Paths:
    assert isinstance(statement, ast.While)

    def turn(path: Heap) -> tuple[Heap | None, Heap | None]:
        frame.machine.heap = path
        return conditions.branch(frame, statement.test)

    return _loop(frame, statement, turn, lambda: None)


@_handles(ast.For, ast.AsyncFor)
def _for(frame: Frame, statement: ast.stmt) -> Paths:
    assert isinstance(statement, (ast.For, ast.AsyncFor))
    machine = frame.machine
    source = evaluate(frame, statement.iter)
    site = Site(frame, statement.iter)
    is_async = isinstance(statement, ast.AsyncFor)
    if isinstance(source, Generator) and isinstance(source, AsyncGenerator) is is_async:
        return _consume(frame, statement, source)
    items = known_items(source, site) if not is_async else None
    if items is not None:
        return _unrolled(frame, statement, items)
    element = source.async_element(site) if is_async else source.element(site)
    if element is None:
        return run_block(frame, statement.orelse, [machine.heap])
    filled = source.is_filled(site) or machine.world.facts(statement, _writes_payload)
    without: Paths = []
    apart = None if filled else conditions.of_having_turns(frame, statement.iter, source)
    if apart is not None:
        filled = True
        having, nothing = apart
        without = [] if nothing is None else [nothing]
        if having is None:
            return run_block(frame, statement.orelse, without)
        machine.heap = having
    turns = turns_of(element, site)
    start = machine.heap
    empty = None if filled else element.path_without(site)

    def turn(path: Heap) -> tuple[Heap | None, Heap | None]:
        machine.heap = path
        _rebind(frame, [statement.target], turns.begin(site))
        return machine.heap, empty if path is start else path

    def finish(paths: Paths, *, exhausted: bool) -> Paths:
        finished = []
        for path in paths:
            machine.heap = path
            turns.finish(site, exhausted=exhausted)
            finished.append(machine.heap)
        return finished

    def end() -> None:
        turns.end(site)

    turned = _loop(frame, statement, turn, end, finish)
    return [*turned, *run_block(frame, statement.orelse, without)]


def _writes_payload(statement: ast.AST) -> bool:
    """`for key, value in data.items(): setattr(user, key, value)`: who updates has something to
    write, so that there is at least one turn."""
    assert isinstance(statement, (ast.For, ast.AsyncFor))
    names = {node.id for node in ast.walk(statement.target) if isinstance(node, ast.Name)}
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "setattr"
        and len(node.args) == 3
        and isinstance(node.args[1], ast.Name)
        and node.args[1].id in names
        for child in statement.body
        for node in ast.walk(child)
    )


def _unrolled(frame: Frame, statement: ast.For | ast.AsyncFor, items: tuple[Value, ...]) -> Paths:
    machine = frame.machine
    outer = frame.exits
    broken: Paths = []
    paths: Paths = [machine.heap]
    for item in items:
        continues: Paths = []
        frame.exits = Exits(outer.returns, broken, continues)
        try:
            started: Paths = []
            for path in paths:
                machine.heap = path
                _rebind(frame, [statement.target], item)
                started.append(machine.heap)
            paths = meet([*run_block(frame, statement.body, started), *continues])
        finally:
            frame.exits = outer
    return [*run_block(frame, statement.orelse, paths), *broken]


Finish = Callable[..., Paths]


def _loop(
    frame: Frame,
    statement: ast.While | ast.For | ast.AsyncFor,
    turn: Callable[[Heap], tuple[Heap | None, Heap | None]],
    end: Callable[[], None],
    finish: Finish | None = None,
) -> Paths:
    """Run turns until nothing changes any more, at most LOOP_TURNS of them.

    `turn` starts one: it returns the path into the body and the path out of the loop.
    """
    machine = frame.machine
    outer = frame.exits
    broken: Paths = []
    left: Paths = []
    head: Heap = machine.heap
    for _ in range(LOOP_TURNS):
        into, out = turn(head)
        if out is not None:
            left.append(out)
        if into is None:
            break
        continues: Paths = []
        frame.exits = Exits(outer.returns, broken, continues)
        try:
            ended = [*run_block(frame, statement.body, [into]), *continues]
        finally:
            frame.exits = outer
        after = machine.joined(ended)
        if after is None:
            break
        machine.heap = after
        end()
        if machine.heap.same_as(head):
            break
        # The next turn sees what this one did; the way out is taken after either.
        head = machine.heap
    else:
        into, out = turn(head)
        if out is not None:
            left.append(out)
    normal = machine.joined(_with_turns(left))
    leaving = [] if normal is None else [normal]
    if finish is not None:
        leaving = finish(leaving, exhausted=True)
        broken = finish(broken, exhausted=False)
    return [*run_block(frame, statement.orelse, leaving), *broken]


def _with_turns(paths: Paths) -> Paths:
    """The paths out of a loop: that without a turn does not meet those whose turns have done what
    keeps paths apart.  It is left out, because whatever has had turns is elsewhere still as it was
    on it."""
    if not paths:
        return paths
    without, *others = paths
    before = without.apart()
    return [path for path in others if path.apart() != before] or paths


def _consume(frame: Frame, statement: ast.For | ast.AsyncFor, source: Generator) -> Paths:
    """A loop over a generator: its body runs where the generator yields."""
    machine = frame.machine
    broken: Paths = []

    def body(value: Value, paths: Paths) -> Paths:
        outer = frame.exits
        continues: Paths = []
        frame.exits = Exits(outer.returns, broken, continues)
        try:
            started = []
            for path in paths:
                machine.heap = path
                _rebind(frame, [statement.target], value)
                started.append(machine.heap)
            return [*run_block(frame, statement.body, started), *continues]
        finally:
            frame.exits = outer

    paths = source.run(Site(frame, statement.iter), body, [machine.heap])
    return [*run_block(frame, statement.orelse, paths), *broken]


# with


@_handles(ast.With, ast.AsyncWith)
def _with(frame: Frame, statement: ast.stmt) -> Paths:
    assert isinstance(statement, (ast.With, ast.AsyncWith))
    return _with_item(frame, statement, 0, [frame.machine.heap])


def _with_item(
    frame: Frame, statement: ast.With | ast.AsyncWith, place: int, paths: Paths
) -> Paths:
    if place == len(statement.items):
        return run_block(frame, statement.body, paths)
    machine = frame.machine
    item = statement.items[place]
    leaving: Paths = []
    for path in paths:
        machine.heap = path
        try:
            manager = evaluate(frame, item.context_expr)
            leaving += _managed(frame, statement, place, manager)
        except PathEnds as end:
            if machine.raises is not None:
                machine.raises.add(machine.heap, end.exception)
    return leaving


def _managed(
    frame: Frame, statement: ast.With | ast.AsyncWith, place: int, manager: Value
) -> Paths:
    machine = frame.machine
    item = statement.items[place]
    site = Site(frame, item.context_expr)
    is_async = isinstance(statement, ast.AsyncWith)

    def body(value: Value, paths: Paths) -> Paths:
        started = []
        for path in paths:
            machine.heap = path
            if item.optional_vars is not None:
                assign(frame, item.optional_vars, value)
            started.append(machine.heap)
        return _with_item(frame, statement, place + 1, started)

    if isinstance(manager, GeneratorContext):
        return _around_generator(frame, manager, body, site)
    suppressed = machine.world.libraries.suppressed(manager)
    if suppressed is not None:
        # It is a `try` whose `except` does nothing.
        return _guarded(frame, _within(statement, place), [_PASSING], [suppressed], [])
    libraries = machine.world.libraries
    meant = libraries.expected_failure(manager, item.context_expr)
    deliberate = meant is not None
    value = manager.async_enter(site) if is_async else manager.enter(site)
    machine.deliberate += deliberate
    locks = is_async and manager.may_lock
    machine.tasks.guards += locks

    swallows: bool | None = None

    def leave(path: Heap, failed: bool) -> Heap | None:
        nonlocal swallows
        machine.heap = path
        try:
            end_block = manager.async_leave if is_async else manager.leave
            swallows = end_block(site, failed=failed)
        except PathEnds as end:
            if machine.raises is not None:
                machine.raises.add(machine.heap, end.exception)
            return None
        return machine.heap

    try:
        with Intercepted(frame) as caught:
            normal = body(value, [machine.heap])
    finally:
        machine.deliberate -= deliberate
        machine.tasks.guards -= locks
    leaving = [path for path in (leave(path, False) for path in normal) if path is not None]
    caught.forward(lambda path: leave(path, False))
    intended: Heap | None = None
    for path, exception in caught.raises.all():
        after = leave(path, True)
        if after is None:
            continue
        if swallows:
            leaving.append(after)
        elif meant is not None and libraries.catches(meant, exception) is not False:
            # A test means one of these paths, and nobody knows which.
            intended = after if intended is None else intended.agreed(after)
        elif machine.raises is not None:
            machine.raises.add(after, exception)
    return leaving if intended is None else [*leaving, intended]


_PASSING = ast.ExceptHandler(type=None, name=None, body=[])


def _within(statement: ast.With | ast.AsyncWith, place: int) -> list[ast.stmt]:
    """What runs inside of one of the managers of a `with`: its body, and the managers after it."""
    after = statement.items[place + 1 :]
    if not after:
        return statement.body
    return [ast.copy_location(type(statement)(items=after, body=statement.body), statement)]


def _around_generator(
    frame: Frame,
    manager: GeneratorContext,
    body: Callable[[Value, Paths], Paths],
    site: Site,
) -> Paths:
    """A `with` block whose manager is a generator: the block runs at the generator's `yield`.

    A path that leaves the block by `return`, `break` or `continue` resumes the generator as one
    that reaches the block's end does; which way it goes afterwards is kept with its facts.
    """
    machine = frame.machine
    ways: list[tuple[Leaving, Paths]] = []
    mark = machine.opaque().symbol

    def consume(value: Value, paths: Paths) -> Paths:
        with Intercepted(frame) as caught:
            normal = body(value, paths)
        resumed = list(normal)
        for number, (outer, inner) in enumerate(zip(caught.outer.lists(), caught.exits.lists())):
            if inner:
                way = Leaving(mark, number)
                ways.append((way, outer))
                resumed += [path.assuming(way, True) for path in meet(inner)]
        for path, exception in caught.raises.all():
            if machine.raises is not None:
                machine.raises.add(path, exception)
        return resumed

    leaving: Paths = []
    for path in manager.generator.run(site, consume, [machine.heap]):
        for way, outer in ways:
            if path.facts.get(way):
                outer.append(path.regardless_of(way))
                break
        else:
            leaving.append(path)
    return leaving


@dataclass(frozen=True)
class Leaving:
    """A path's way out of a block by `return`, `break` or `continue`, kept with its facts."""

    block: object
    way: int


class Intercepted:
    """While a block runs: the paths that leave it early, held back so that more can be done."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.outer = frame.exits
        self.exits = Exits()
        self.raises = Raises()
        self._outer_raises: Raises | None = None

    def __enter__(self) -> Intercepted:
        self._outer_raises = self.frame.machine.raises
        self.frame.exits = self.exits
        self.frame.machine.raises = self.raises
        return self

    def __exit__(self, *_: object) -> None:
        self.frame.exits = self.outer
        self.frame.machine.raises = self._outer_raises

    def forward(self, then: Callable[[Heap], Heap | None]) -> None:
        """Send the held paths on their way, each after something more was done."""
        for outer, inner in zip(self.outer.lists(), self.exits.lists()):
            for path in meet(inner):
                after = then(path)
                if after is not None:
                    outer.append(after)


# try


def _run_try(frame: Frame, statement: ast.stmt) -> Paths:
    finalbody: list[ast.stmt] = statement.finalbody  # type: ignore[attr-defined]
    if not finalbody:
        return _run_handled(frame, statement)
    machine = frame.machine
    with Intercepted(frame) as caught:
        normal = _run_handled(frame, statement)

    def finish(path: Heap) -> Heap | None:
        return machine.joined(run_block(frame, finalbody, [path]))

    leaving = run_block(frame, finalbody, normal)
    caught.forward(finish)
    for path, exception in caught.raises.all():
        after = finish(path)
        if after is not None and machine.raises is not None:
            machine.raises.add(after, exception)
    return leaving


_HANDLERS[ast.Try] = _run_try
if hasattr(ast, "TryStar"):
    _HANDLERS[ast.TryStar] = _run_try


_SIMPLE = (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return, ast.Delete)


def _run_handled(frame: Frame, statement: ast.stmt) -> Paths:
    body: list[ast.stmt] = statement.body  # type: ignore[attr-defined]
    handlers: list[ast.ExceptHandler] = statement.handlers  # type: ignore[attr-defined]
    orelse: list[ast.stmt] = statement.orelse  # type: ignore[attr-defined]
    if not handlers:
        return run_block(frame, orelse, run_block(frame, body, [frame.machine.heap]))
    classes = [
        None if handler.type is None else evaluate(frame, handler.type) for handler in handlers
    ]
    return _guarded(frame, body, handlers, classes, orelse)


def _guarded(
    frame: Frame,
    body: list[ast.stmt],
    handlers: list[ast.ExceptHandler],
    classes: list[Value | None],
    orelse: list[ast.stmt],
) -> Paths:
    """A body whose exceptions of these classes have handlers."""
    machine = frame.machine
    start, libraries = machine.heap, machine.world.libraries
    deliberate = any(cls is not None and libraries.expects_greenlet_error(cls) for cls in classes)
    outer_raises, raises = machine.raises, Raises()
    machine.raises = raises
    machine.deliberate += deliberate
    try:
        normal, unsafe = _run_attempted(frame, body, start)
    finally:
        machine.raises = outer_raises
        machine.deliberate -= deliberate
    leaving: Paths = []
    own = all(isinstance(exception, PythonError) for exception in raises.paths)
    if not unsafe and own and any(map(_may_raise, body)):
        # Nothing fails as far as anybody knows: who says what it is that does, knows better; unless
        # that is what Python or the body itself raises, on other paths.
        machine.heap = start
        told = [UNKNOWN, *_raised_by(frame, body), *(each for _, each in raises.all())]
        known = [
            (handler, cls)
            for handler, cls in zip(handlers, classes)
            if cls is not None and not any(libraries.catches(cls, each) for each in told)
        ]
        named, kinds = [handler for handler, _ in known], [cls for _, cls in known]
        if named:  # Else nothing leaves this `try` for one around it either.
            leaving += _handle(frame, named, kinds, start, UNKNOWN)
    for path in unsafe:
        raises.add(path)
    leaving += run_block(frame, orelse, normal)
    for path, exception in raises.all():
        leaving += _handle(frame, handlers, classes, path, exception)
    return meet(leaving, branches=True)


def _may_raise(statement: ast.stmt) -> bool:
    """Whether there is anything in a statement that could go wrong at all."""
    harmless = (ast.Pass, ast.Expr, ast.Assign, ast.Constant, ast.Name, ast.expr_context)
    return not all(isinstance(node, harmless) for node in ast.walk(statement))


def _raised_by(frame: Frame, body: list[ast.stmt]) -> list[Value]:
    """The classes of what a body raises itself, by their names."""
    raised = [node.exc for node in walk(body) if isinstance(node, ast.Raise)]
    named = [node.func if isinstance(node, ast.Call) else node for node in raised]
    return [evaluate(frame, node) for node in named if isinstance(node, ast.Name)]


def _run_attempted(frame: Frame, body: list[ast.stmt], start: Heap) -> tuple[Paths, Paths]:
    """Run a `try` body; returns its ends, and where something that nobody knows may have raised.

    That is the beginning and the last such place: what happens between is told by whoever fails.
    """
    machine = frame.machine
    paths, unsafe = [start], []
    for statement in body:
        surprises, clock = machine.surprises, machine.clock
        before, paths = paths, run_block(frame, [statement], paths)
        if machine.surprises != surprises:
            # Of a single operation, what fails has not had its effect.
            is_atomic = isinstance(statement, _SIMPLE) and machine.clock == clock
            unsafe = [start, *before] if is_atomic else [start, *before, *paths]
    return paths, unsafe


def _handle(
    frame: Frame,
    handlers: list[ast.ExceptHandler],
    classes: Sequence[Value | None],
    path: Heap,
    exception: Value,
) -> Paths:
    """Send a raised path through the handlers that may catch it."""
    machine = frame.machine
    leaving: Paths = []
    for handler, cls in zip(handlers, classes):
        caught = True if cls is None else machine.world.libraries.catches(cls, exception)
        if caught is False:
            continue
        machine.heap = path
        if handler.name:
            frame.bind(handler.name, exception)
        outer, machine.handled = machine.handled, exception
        try:
            leaving += run_block(frame, handler.body, [machine.heap])
        finally:
            machine.handled = outer
        if caught:
            return leaving
    if machine.raises is not None:
        machine.raises.add(path, exception)
    return leaving
