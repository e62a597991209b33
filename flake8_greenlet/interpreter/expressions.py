"""Expressions: one handler per node type, from a node in a frame to a value."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from flake8_greenlet.interpreter import conditions, formatting
from flake8_greenlet.interpreter.containers import (
    MAX_ITEMS,
    SLICE,
    Contents,
    Dict,
    Entries,
    Sequence,
    Tuple,
    known_items,
)
from flake8_greenlet.interpreter.frames import Frame, Paths, Scope
from flake8_greenlet.interpreter.functions import FunctionValue, Generator, by_hand
from flake8_greenlet.interpreter.turns import turns_of
from flake8_greenlet.interpreter.values import (
    NONE,
    NOTHING,
    UNKNOWN,
    Arguments,
    Constant,
    Negation,
    Opaque,
    PathEnds,
    Seen,
    Site,
    Value,
    escape,
    join,
)

Handler = Callable[[Frame, ast.expr], Value]
_HANDLERS: dict[type[ast.expr], Handler] = {}


def _handles(
    *kinds: type[ast.expr],
) -> Callable[[Callable[[Frame, ast.expr], Value]], Callable[[Frame, ast.expr], Value]]:
    def register(handler: Handler) -> Handler:
        for kind in kinds:
            _HANDLERS[kind] = handler
        return handler

    return register


def evaluate(frame: Frame, node: ast.expr) -> Value:
    """The value of an expression on the current path, with all that evaluating it does.

    Raises PathEnds when the expression surely raises.
    """
    handler = _HANDLERS.get(type(node))
    return UNKNOWN if handler is None else handler(frame, node)


@_handles(ast.Constant)
def _constant(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.Constant)
    return Constant(node.value)


@_handles(ast.Name)
def _name(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.Name)
    return frame.lookup(node.id)


@_handles(ast.Attribute)
def _attribute(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.Attribute)
    owner = evaluate(frame, node.value)
    value = owner.get(node.attr, Site(frame, node))
    conditions.found_something(frame, node.value, owner)
    if isinstance(value, Opaque) and not isinstance(owner, Opaque):
        return by_hand(owner, node.attr) or value
    return value


@_handles(ast.Call)
def _call(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.Call)
    answered = frame.machine.answers
    if answered and node in answered:
        return answered[node]
    function = evaluate(frame, node.func)
    arguments = call_arguments(frame, node)
    frame.machine.step()
    return function.call(arguments, Site(frame, node))


def call_arguments(frame: Frame, node: ast.Call) -> Arguments:
    """Evaluate the arguments of a call, in order."""
    arguments = Arguments()
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            _spread(frame, argument, arguments)
        elif isinstance(argument, ast.GeneratorExp):
            # Whoever is handed one goes through it: `any(…)`, `add_all(…)`.
            arguments.positional.append(_comprehension(frame, argument))
        else:
            arguments.positional.append(evaluate(frame, argument))
    for keyword in node.keywords:
        value = evaluate(frame, keyword.value)
        if keyword.arg is not None:
            arguments.keywords[keyword.arg] = value
        elif isinstance(value, Dict):
            known, is_all = value.keywords(Site(frame, node))
            arguments.keywords.update(known)
            arguments.open_ended |= not is_all
        else:
            arguments.open_ended = True
    return arguments


def _spread(frame: Frame, node: ast.Starred, arguments: Arguments) -> None:
    is_lazy = isinstance(node.value, ast.GeneratorExp)
    value = _comprehension(frame, node.value) if is_lazy else evaluate(frame, node.value)
    site = Site(frame, node)
    if isinstance(value, GeneratorExpression):
        value = value.collected(site)
    if isinstance(value, Tuple):
        arguments.positional.extend(value.items)
        return
    if isinstance(value, Sequence):
        items = value.contents(site).items
        if items is not None:
            arguments.positional.extend(items)
            return
    element = value.element(site)
    if element is not None:
        # However many there are: one stands for all of them.
        arguments.positional.append(element)
        arguments.open_ended = True
        arguments.several = value.contents(site).most if isinstance(value, Sequence) else ()


@_handles(ast.Await)
def _await(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.Await)
    answered = frame.machine.answers
    if answered and node in answered:
        return answered[node]
    return evaluate(frame, node.value).awaited(Site(frame, node))


@_handles(ast.BoolOp, ast.IfExp)
def _choice(frame: Frame, node: ast.expr) -> Value:
    machine = frame.machine
    if isinstance(node, ast.IfExp):
        held, failed = conditions.branch(frame, node.test)
        return machine.either(
            [
                (held, lambda: evaluate(frame, node.body)),
                (failed, lambda: evaluate(frame, node.orelse)),
            ]
        )
    assert isinstance(node, ast.BoolOp)
    return _bool_op(frame, node, 0)


def _bool_op(frame: Frame, node: ast.BoolOp, first: int) -> Value:
    operand = node.values[first]
    if first == len(node.values) - 1:
        return evaluate(frame, operand)
    value = evaluate(frame, operand)
    site = Site(frame, operand)
    held, failed = conditions.decide(frame, operand, value)
    stop, go = (failed, held) if isinstance(node.op, ast.And) else (held, failed)
    wanted = isinstance(node.op, ast.Or)
    return frame.machine.either(
        [
            (stop, lambda: conditions.only(value, wanted, site)),
            (go, lambda: _bool_op(frame, node, first + 1)),
        ]
    )


@_handles(ast.UnaryOp)
def _unary(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.UnaryOp)
    value = evaluate(frame, node.operand)
    if isinstance(node.op, ast.Not):
        return _negated(value, Site(frame, node))
    value.operand(Site(frame, node))
    if isinstance(node.op, ast.USub) and isinstance(value, Constant):
        if isinstance(value.value, (int, float)):
            return Constant(-value.value)
    return UNKNOWN


def _negated(value: Value, site: Site) -> Value:
    truth = value.truth(site)
    if truth is not None:
        return Constant(not truth)
    if isinstance(value, Negation):
        return value.condition
    return Negation(value) if isinstance(value, Opaque) and value.symbol else UNKNOWN


@_handles(ast.BinOp)
def _binary(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.BinOp)
    return operate(evaluate(frame, node.left), node.op, evaluate(frame, node.right), frame, node)


def operate(
    left: Value, operator: ast.operator, right: Value, frame: Frame, node: ast.AST
) -> Value:
    """`left + right` and its kind, as far as strings and collections go."""
    site = Site(frame, node)
    left.operand(site)
    right.operand(site)
    if left == NONE and isinstance(right, Constant):
        raise PathEnds
    is_template = isinstance(left, Constant) and isinstance(left.value, str)
    if isinstance(left, Constant) and isinstance(right, Constant):
        if is_template and isinstance(operator, ast.Mod):
            return formatting.percent(str(left.value), right, site)
        return _calculated(left.value, operator, right.value) or UNKNOWN
    if isinstance(operator, ast.Add):
        if isinstance(left, Tuple) and isinstance(right, Tuple):
            return Tuple((*left.items, *right.items))
        if isinstance(left, Sequence):
            return Sequence(site.allocate(left.contents(site).extended(right, site)))
    if isinstance(operator, ast.BitOr) and isinstance(left, Dict) and isinstance(right, Dict):
        return Dict(site.allocate(left.entries(site).updated(right.entries(site))))
    if is_template and isinstance(left, Constant):
        if isinstance(operator, ast.Mod):
            return formatting.percent(str(left.value), right, site)
        if isinstance(operator, ast.Add) and isinstance(right, Opaque):
            return formatting.put_together([left, right], site)
    if not isinstance(left, (Constant, Opaque)) or not isinstance(right, (Constant, Opaque)):
        # `Model.n + 1`: a library may know what it stands for.
        return frame.machine.world.libraries.operate(left, operator, right, site)
    return UNKNOWN


def _calculated(left: object, operator: ast.operator, right: object) -> Constant | None:
    """What two constants make together: a longer text, or the number of the last attempt."""
    if isinstance(left, str) and isinstance(right, str) and isinstance(operator, ast.Add):
        return Constant(left + right)
    if type(left) is int and type(right) is int:
        if isinstance(operator, ast.Add):
            return Constant(left + right)
        if isinstance(operator, ast.Sub):
            return Constant(left - right)
    return None


@_handles(ast.Compare)
def _compare(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.Compare)
    site = Site(frame, node)
    left = evaluate(frame, node.left)
    if isinstance(node.left, ast.Call):
        # Nobody else has what is compared here.
        left.operand(site)
    result: Value = UNKNOWN
    for operator, comparator in zip(node.ops, node.comparators):
        right = evaluate(frame, comparator)
        result = _compared(left, operator, right, site)
        left = right
    return result if len(node.ops) == 1 else UNKNOWN


def _compared(left: Value, operator: ast.cmpop, right: Value, site: Site) -> Value:
    if isinstance(operator, ast.In):
        return right.contains(left, site)
    if isinstance(operator, ast.NotIn):
        return _negated(right.contains(left, site), site)
    if isinstance(operator, (ast.Is, ast.IsNot)) and right == NONE:
        is_none = left.is_none()
        if is_none is not None:
            return Constant(is_none is isinstance(operator, ast.Is))
        if not isinstance(left, Opaque):
            return UNKNOWN
    return left.compare(operator, right, site)


@_handles(ast.NamedExpr)
def _walrus(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.NamedExpr)
    value = evaluate(frame, node.value)
    frame.bind(node.target.id, value)
    return value


@_handles(ast.Tuple)
def _tuple(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.Tuple)
    if any(isinstance(item, ast.Starred) for item in node.elts):
        site = Site(frame, node)
        contents = _contents(frame, node.elts)
        if contents.items is not None:
            return Tuple(contents.items)
        return Sequence(site.allocate(contents))
    return Tuple(tuple(evaluate(frame, item) for item in node.elts))


@_handles(ast.List, ast.Set)
def _list(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, (ast.List, ast.Set))
    site = Site(frame, node)
    return Sequence(site.allocate(_contents(frame, node.elts)))


def _contents(frame: Frame, nodes: list[ast.expr]) -> Contents:
    """What a display such as `[a, *more]` holds."""
    contents = Contents(())
    for node in nodes:
        if isinstance(node, ast.Starred):
            contents = contents.extended(evaluate(frame, node.value), Site(frame, node))
        else:
            contents = contents.with_item(evaluate(frame, node))
    return contents


@_handles(ast.Dict)
def _dict(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.Dict)
    site = Site(frame, node)
    entries = Entries()
    for key, value in zip(node.keys, node.values):
        held = evaluate(frame, value)
        if key is not None:
            entries = entries.with_item(evaluate(frame, key), held)
        elif isinstance(held, Dict):
            entries = entries.updated(held.entries(site))
        else:
            entries = Entries(entries.known, UNKNOWN)
    return Dict(site.allocate(entries))


@_handles(ast.Subscript)
def _subscript(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.Subscript)
    value = evaluate(frame, node.value)
    return value.item(evaluate(frame, node.slice), Site(frame, node))


@_handles(ast.Slice)
def _slice(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.Slice)
    for part in (node.lower, node.upper, node.step):
        if part is not None:
            evaluate(frame, part)
    return SLICE


@_handles(ast.JoinedStr)
def _f_string(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.JoinedStr)
    parts = [evaluate(frame, part) for part in node.values]
    return formatting.put_together(parts, Site(frame, node))


@_handles(ast.FormattedValue)
def _formatted(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.FormattedValue)
    value = evaluate(frame, node.value)
    if node.format_spec is not None:
        evaluate(frame, node.format_spec)
    text = formatting.text_of(value, node.conversion, Site(frame, node.value))
    return text if node.format_spec is None else UNKNOWN


@_handles(ast.Lambda)
def _lambda(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.Lambda)
    return FunctionValue(node, frame.module, frame.scope)


@_handles(ast.Starred)
def _starred(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.Starred)
    evaluate(frame, node.value)
    return UNKNOWN


@_handles(ast.Yield)
def _yield(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.Yield)
    machine = frame.machine
    value = NONE if node.value is None else evaluate(frame, node.value)
    heap = machine.joined(yield_value(frame, value, node))
    if heap is None:
        raise PathEnds
    machine.heap = heap
    return UNKNOWN


@_handles(ast.YieldFrom)
def _yield_from(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.YieldFrom)
    machine = frame.machine
    source = evaluate(frame, node.value)
    if isinstance(source, Generator) and frame.yield_to is not None:
        heap = machine.joined(source.run(Site(frame, node), frame.yield_to, [machine.heap]))
        if heap is None:
            raise PathEnds
        machine.heap = heap
        return UNKNOWN
    element = source.element(Site(frame, node))
    if element is not None:
        heap = machine.joined(yield_value(frame, element, node))
        if heap is not None:
            machine.heap = machine.heap.join(heap)
    return UNKNOWN


def yield_value(frame: Frame, value: Value, node: ast.AST) -> Paths:
    """Hand a value to the generator's consumer; what is not in sight may do anything to it.

    What could not be followed is still what the annotation says, until the rest of the body goes on
    with it.
    """
    machine = frame.machine
    site = Site(frame, node)
    if frame.yield_to is None:
        escape(value, site)
        return [machine.heap]
    believed = machine.annotated_yield(frame) if isinstance(value, Opaque) else None
    if believed is None:
        return frame.yield_to(value, [machine.heap])
    resumed = []
    for path in frame.yield_to(believed, [machine.heap]):
        machine.heap = path
        escape(believed, site)
        resumed.append(machine.heap)
    return resumed


@_handles(ast.ListComp, ast.SetComp)
def _comprehension(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp))
    site = Site(frame, node)
    source = evaluate(frame, node.generators[0].iter)
    return _collection(node, source, _elements(frame, node, source), site)


def _collection(node: Elements, source: Value, elements: list[Value], site: Site) -> Sequence:
    """What a comprehension has made."""
    if _is_one_for_one(node) and known_items(source, site) is not None:
        return Sequence(site.allocate(Contents(tuple(elements))))
    return Sequence.of_each(_any_of(elements), site, most=tuple(elements[:MAX_ITEMS]))


Elements = ast.ListComp | ast.SetComp | ast.GeneratorExp


def _is_one_for_one(node: Elements) -> bool:
    """Whether a comprehension makes one element of each that it goes through."""
    clause = node.generators[0]
    if len(node.generators) > 1 or clause.ifs or clause.is_async:
        return False
    return not isinstance(node, ast.SetComp)


def _elements(frame: Frame, node: Elements, source: Value) -> list[Value]:
    """A comprehension's elements, in order."""
    collected: list[Value] = []

    def collect(inner: Frame) -> None:
        collected.append(evaluate(inner, node.elt))

    _comprehend(frame, node.generators, collect, source)
    return collected


def _any_of(values: Iterable[Value]) -> Value:
    """Any of several elements; NOTHING when there is none."""
    element: Value = NOTHING
    for value in values:
        element = join(element, value)
    return element


@_handles(ast.GeneratorExp)
def _generator(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.GeneratorExp)
    return GeneratorExpression(frame, node, evaluate(frame, node.generators[0].iter))


class GeneratorExpression(Value):
    """A generator expression that nobody has gone through yet: only its source is there."""

    def __init__(self, frame: Frame, node: ast.GeneratorExp, source: Value) -> None:
        self.frame = frame
        self.scope = frame.scope
        self.node = node
        self.source = source
        self._running = False

    def element(self, site: Site) -> Value | None:
        element = _any_of(self._elements(site))
        return None if element is NOTHING else element

    def collected(self, site: Site) -> Sequence:
        """All that comes out of it."""
        return _collection(self.node, self.source, self._elements(site), site)

    def _elements(self, site: Site) -> list[Value]:
        frame = self.frame
        if self._running or frame.machine is not site.machine:
            return [UNKNOWN]  # it goes through itself, or was made by an import
        before = frame.scope, frame.context
        frame.scope, frame.context = self.scope, site.context
        self._running = True
        try:
            return _elements(frame, self.node, self.source)
        finally:
            self._running = False
            frame.scope, frame.context = before

    def async_element(self, site: Site) -> Value | None:
        return self.element(site)

    def truth(self, site: Site) -> bool | None:
        return True

    def matters(self, site: Site, depth: int) -> bool:
        return self.source.matters(site, depth)

    def escape(self, site: Site, seen: Seen) -> None:
        element = self.element(site)
        if element is not None:
            element.escape(site, seen)


@_handles(ast.DictComp)
def _dict_comprehension(frame: Frame, node: ast.expr) -> Value:
    assert isinstance(node, ast.DictComp)
    collected: list[Value] = []

    def collect(inner: Frame) -> None:
        evaluate(inner, node.key)
        collected.append(evaluate(inner, node.value))

    _comprehend(frame, node.generators, collect)
    return Dict(Site(frame, node).allocate(Entries({}, _any_of(collected))))


def _comprehend(
    frame: Frame,
    generators: list[ast.comprehension],
    collect: Callable[[Frame], None],
    source: Value | None = None,
) -> None:
    """Run a comprehension's clauses; each `for` is a loop of one turn that may not happen.

    `source` is what the first clause goes through, where that is known already.
    """
    outer = frame.scope
    frame.scope = Scope(None, outer)
    try:
        _clause(frame, generators, 0, collect, source)
    finally:
        frame.scope = outer


def _clause(
    frame: Frame,
    generators: list[ast.comprehension],
    place: int,
    collect: Callable[[Frame], None],
    source: Value | None = None,
) -> None:
    if place == len(generators):
        collect(frame)
        return
    clause = generators[place]
    machine = frame.machine
    # Only the first iterable is evaluated in the scope around; the difference is in the names.
    if source is None:
        source = evaluate(frame, clause.iter)
    site = Site(frame, clause.iter)
    element = source.async_element(site) if clause.is_async else source.element(site)
    if element is None:
        return
    items = None if clause.is_async else known_items(source, site)
    if items is not None:
        _each_item(frame, generators, place, collect, items)
        return
    turns = turns_of(element, site)
    before = machine.heap
    after = None if source.is_filled(site) else element.path_without(site)
    for turn in range(2):
        try:
            assign_comprehension_target(frame, clause.target, turns.begin(site))
            held = _conditions_hold(frame, clause.ifs)
            if held:
                _clause(frame, generators, place + 1, collect)
            turns.end(site)
        except PathEnds:
            if turn == 0 and not clause.ifs:
                # Each turn surely raises: only where there is nothing does anything follow.
                if after is None:
                    raise
                machine.heap = after
                source.assumed(False, site)
                after = machine.heap
            break
        if machine.heap.same_as(before):
            break
        # The next turn sees what this one did.
        before = machine.heap
        after = before if after is None else after.join(before)
    machine.heap = machine.heap if after is None else after.join(machine.heap)
    turns.finish(site, exhausted=True)


def _each_item(
    frame: Frame,
    generators: list[ast.comprehension],
    place: int,
    collect: Callable[[Frame], None],
    items: tuple[Value, ...],
) -> None:
    """The turns over items that are known one by one."""
    clause = generators[place]
    machine = frame.machine
    for item in items:
        skipped = machine.heap
        assign_comprehension_target(frame, clause.target, item)
        if _conditions_hold(frame, clause.ifs):
            _clause(frame, generators, place + 1, collect)
        if clause.ifs:
            machine.heap = skipped.join(machine.heap)


def _conditions_hold(frame: Frame, tests: list[ast.expr]) -> bool:
    for test in tests:
        held, _ = conditions.branch(frame, test)
        if held is None:
            return False
        frame.machine.heap = held
    return True


def assign_comprehension_target(frame: Frame, target: ast.expr, value: Value) -> None:
    """Bind the target of a `for` clause in the comprehension's own scope."""
    from flake8_greenlet.interpreter.statements import assign

    for name in ast.walk(target):
        if isinstance(name, ast.Name) and name.id not in frame.scope.cells:
            frame.scope.cells[name.id] = frame.machine.allocate(UNKNOWN)
    assign(frame, target, value)
