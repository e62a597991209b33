"""Running entry points: calls, parameters, budgets, and what is told to whom."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from flake8_greenlet.interpreter.classes import ClassValue
from flake8_greenlet.interpreter.code import Function, hands_on, walk
from flake8_greenlet.interpreter.conditions import found_something_in_callee
from flake8_greenlet.interpreter.containers import Dict, Entries, Tuple
from flake8_greenlet.interpreter.expressions import evaluate
from flake8_greenlet.interpreter.frames import Answer, Frame, Paths, Raises, Scope, YieldTo
from flake8_greenlet.interpreter.functions import FunctionValue, Invocation
from flake8_greenlet.interpreter.heap import Address, Heap, State, join_all
from flake8_greenlet.interpreter.outcomes import Outcome, Split, answers, is_watched
from flake8_greenlet.interpreter.references import References
from flake8_greenlet.interpreter.statements import meet, run_block
from flake8_greenlet.interpreter.tasks import Tasks
from flake8_greenlet.interpreter.types import instance_of, yielded_by
from flake8_greenlet.interpreter.values import (
    NONE,
    NOTHING,
    UNKNOWN,
    Arguments,
    Constant,
    Context,
    Opaque,
    PathEnds,
    Site,
    Value,
    join,
)
from flake8_greenlet.records import dataclass, replace

if TYPE_CHECKING:
    from flake8_greenlet.interpreter.world import World
    from flake8_greenlet.project import Module

MAX_DEPTH = 6
MAX_STACK = 60
"""Frames that may be live at once, generators' consumers included: far below what Python's
own stack bears."""

IDLE_SHARE = 300
"""Steps in which a call that has nothing to do with any library may follow others."""


class BudgetExhausted(Exception):  # noqa: N818 - control flow, not an error
    """The entry point has used up its steps."""


@dataclass(frozen=True)
class Activation:
    """A function that runs, and the place that it has come to."""

    function: Function
    module: Module
    place: ast.AST


@dataclass(frozen=True)
class Happening:
    """An event, with the place in the checked file at which it is told."""

    event: object
    node: ast.AST
    frame: Frame | None
    direct: bool
    """The event happened in that very frame, not in one that it called."""
    elsewhere: tuple[Activation, ...] = ()
    """The callees that made the trouble all by themselves: it is told here only if the check of
    none of their files tells it there."""


class Machine:
    """One run: the current path, the steps left, and the events so far.

    `checked` is the module whose findings are wanted; None while a global is worked out.
    """

    def __init__(
        self,
        world: World,
        checked: Module | None = None,
        *,
        budget: int,
        static: bool = False,
    ) -> None:
        self.world = world
        self.checked = checked
        self.heap = Heap(world.origin)
        self.raises: Raises | None = None
        self.refused: list[Value] = []
        """The alternatives that have not allowed what was done to each in turn."""
        self.deliberate = 0
        self.muted = 0
        self.retell: Callable[[object], object] | None = None
        """What an event is told as, while somebody else does the reading."""
        self.happenings: list[Happening] = []
        self.nested: dict[ast.AST, tuple[FunctionValue, Heap]] = {}
        self.called: set[ast.AST] = set()
        self.references = References()
        self.notes: dict[tuple[object, object], object] = {}
        """What the libraries remember while an entry point runs."""
        self.representing: set[object] = set()
        """What `repr()` has come by on its way down, so that it does not go round in circles."""
        self.watched: tuple[Frame, ast.expr] | None = None
        """The call whose answers a statement wants to know apart."""
        self.answers: dict[ast.expr, Value] = {}
        """What calls have answered that are not to be made again."""
        self.handled: Value | None = None
        """What the `except` caught that is being run; None outside of any."""
        self.replaced: set[object] = set()
        """What something else stands in for by now, as in a test: functions by their node, names of
        modules as `(module, name)`.  Both are unknown until the end of the run."""
        self.tasks = Tasks()
        self.is_ahead = False
        """What runs is only looked at (`ahead()`)."""
        self.surprises = 0
        """How many things ran that nobody can follow."""
        self.clock = 0
        """How many frames were entered so far; before all of them, at an import, it stands."""
        self._budget = budget
        self.steps = 0
        """How many steps were charged so far."""
        self._follows_until = budget * 2 // 3
        """The rest is for the entry point itself: it loses depth, not its end."""
        self.is_static = static
        self.next_address = 0
        self._next_symbol = 0
        self.under_way: list[ClassValue] = []
        """The classes of the instances whose making is being run."""
        self._stack = 0

    def surprise(self) -> None:
        """Something ran that nobody can follow: it may have raised anything."""
        self.surprises += 1

    # The current path

    def step(self, count: int = 1) -> None:
        """Charge some steps.  Raises BudgetExhausted when there are none left."""
        self.steps += count
        if self.steps > self._budget:
            raise BudgetExhausted

    def tick(self) -> int:
        """A frame is entered: it is later now."""
        self.clock += not self.is_static
        return self.clock

    def allocate(self, state: State) -> Address:
        """A fresh address that holds this on the current path."""
        if self.is_static:
            address = self.world.new_static()
        else:
            address = self.next_address
            self.next_address += 1
        self.heap = self.heap.set(address, state)
        return address

    @property
    def age(self) -> int:
        """A number above those of all symbols that there are by now."""
        return self._next_symbol + 1

    def opaque(self) -> Opaque:
        """A fresh unknown value."""
        if self.is_static:
            return Opaque(("static", self.world.new_static()))
        self._next_symbol += 1
        return Opaque(self._next_symbol)

    def evaluate(self, frame: Frame, node: ast.expr) -> Value:
        """The value of an expression on the current path."""
        return evaluate(frame, node)

    def joined(self, paths: Iterable[Heap]) -> Heap | None:
        """One path for many."""
        return join_all(paths)

    def each(self, values: Sequence[Value], operation: Callable[[Value], Value]) -> Value:
        """Do the same with several alternatives, each from here, and join what comes of it."""
        start = self.heap
        return self.either([(start, _bound(operation, value)) for value in values])

    def each_in_turn(
        self, values: Sequence[Value], operation: Callable[[Value], Value], site: Site
    ) -> Value:
        """Do the same with several alternatives, one after the other.

        It is only one of them, but nobody asks for that one by another name than for the others: to
        what is asked next, it has been done.  But which branch of a condition was taken, each shows
        for itself.  What one of them does not allow, such as None, raises where it is that one.
        """
        result: Value = NOTHING
        start = self.heap
        done: list[Heap] = []
        refused: list[Value] = []
        for value in values:
            before = self.heap
            tried = self.heap = before.decided_as(start)
            try:
                result = join(result, operation(value))
                done.append(self.heap)
            except PathEnds as end:
                if self.raises is not None:
                    if self.heap is tried:
                        # Where it is that one, nothing was done to the others.
                        self.heap = start
                    for other in values:
                        if other is not value:
                            other.ruled_out(site)
                    self.raises.add(self.heap, end.exception)
                self.heap = before
                refused.append(value)
        self.refused = refused
        if result is NOTHING:
            raise PathEnds
        if len(done) > 1:
            self.heap = self.heap.decided_as(join_all(done) or start)
        return result

    def either(self, choices: Iterable[tuple[Heap | None, Callable[[], Value]]]) -> Value:
        """Evaluate each choice on its own path and join the paths that survive."""
        result: Value = NOTHING
        after: Heap | None = None
        # Where several things may be called, the answers of one of them are not told apart.
        watched, self.watched = self.watched, None
        for path, work in choices:
            if path is None:
                continue
            self.heap = path
            try:
                value = work()
            except PathEnds:
                continue
            result = join(result, value)
            after = self.heap if after is None else after.join(self.heap)
        self.watched = watched
        if after is None:
            raise PathEnds
        self.heap = after
        return result

    # Definitions

    def function(
        self,
        frame: Frame,
        node: ast.FunctionDef | ast.AsyncFunctionDef,
        owner: ClassValue | None = None,
    ) -> FunctionValue:
        """The function that a `def` makes, before its decorators."""
        scope = owner.scope if owner is not None else frame.scope
        return FunctionValue(node, frame.module, scope, owner)

    def define(
        self,
        frame: Frame,
        node: ast.FunctionDef | ast.AsyncFunctionDef,
        owner: ClassValue | None = None,
        scope: Scope | None = None,
    ) -> Value:
        """Run a `def`: its decorators, applied to the function."""
        value: Value = self.function(frame, node, owner)
        assert isinstance(value, FunctionValue)
        if frame.module is self.checked and frame.function is not None:
            self.nested[node] = (value, self.heap)
        if scope is not None:
            frame.scope = scope
        for decorator in reversed(node.decorator_list):
            applied = evaluate(frame, decorator)
            value = applied.call(Arguments([value]), Site(frame, decorator))
        return value

    def define_class(self, frame: Frame, node: ast.ClassDef) -> Value:
        """Run a `class` statement."""
        if frame.function is None:
            return self.world.class_value(node, frame.module)
        # One that closes over a function's variables is another class at every activation.
        bases = [evaluate(frame, base) for base in node.bases]
        return self.world.new_class(node, frame.module, frame.scope, bases)

    # Calls

    def invoke(self, invocation: Invocation, site: Site) -> Value:
        """Run a function's body and return what it returns.

        A body that is out of reach (too deep, too often, abstract) may do anything to what it
        is given.  Raises PathEnds when every path through it raises.
        """
        function = invocation.function
        if not self._enters(function, site.frame) or not self._is_worth_it(invocation, site):
            return self._leave_alone(invocation, site)
        frame = self._frame(function, site)
        frame.result = self.allocate(NONE)
        self._bind(frame, invocation.arguments)
        until = self._follows_until
        if self._is_idle(invocation, site):
            self._follows_until = min(until, self.steps + IDLE_SHARE)
        try:
            return self._run_body(frame, function)
        finally:
            self._follows_until = until

    def _is_idle(self, invocation: Invocation, site: Site) -> bool:
        """Whether a call has nothing to do with any library: its module leads to none, and it is
        given, and closes over, nothing that one knows."""
        function = invocation.function
        if function.scope.code is not None:
            return False
        if self.world.libraries.may_concern(function.module, self.world.project):
            return False
        return not any(value.matters(site, 2) for value in invocation.arguments.values())

    def _run_body(self, frame: Frame, function: FunctionValue) -> Value:
        node = function.node
        if isinstance(node, ast.Lambda):
            with self._entered(node):
                return evaluate(frame, node.body)
        raised = None if self.raises is None else dict(self.raises.paths)
        paths = self._ways_out(frame, node)
        if len(paths) > 1 and is_watched(frame):
            several = answers(paths, frame)
            if len(several) > 1:
                raise Split([self._result(frame, function, heap) for heap, _ in several])
        joined = self.joined(paths)
        if joined is None:
            is_on_its_way = self.raises is not None and self.raises.paths != raised
            raise PathEnds(NOTHING if is_on_its_way else None)
        self.heap, result = self._result(frame, function, joined)
        return result

    def _ways_out(self, frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Paths:
        """Run a body; the paths on which it has returned, or come to its end."""
        with self._entered(node):
            ended = run_block(frame, node.body, [self.heap])
        return [*frame.exits.returns, *ended]

    @contextmanager
    def _entered(self, node: ast.AST) -> Iterator[None]:
        self.called.add(node)
        self._stack += 1
        try:
            yield
        finally:
            self._stack -= 1

    def _result(self, frame: Frame, function: FunctionValue, heap: Heap) -> Outcome:
        """What a body has returned on a path, which has its variables no more."""
        assert frame.result is not None
        result = heap.get(frame.result)
        assert isinstance(result, Value)
        self.heap = heap
        found_something_in_callee(frame)
        heap = self.heap
        if frame.scope.code is not None and not frame.scope.code.is_closed_over:
            for address in (frame.result, *frame.scope.cells.values()):
                heap = heap.without(address)
        if isinstance(result, Opaque):
            # What could not be followed is still what the annotation says.
            self.heap = heap
            result = self._annotated_result(frame, function) or result
            heap = self.heap
        return heap, result

    def generate(self, invocation: Invocation, site: Site, consume: YieldTo, paths: Paths) -> Paths:
        """Run a generator's body on these paths; its consumer runs at every `yield`.

        Returns the paths on which the generator came to its end.
        """
        function = invocation.function
        if not self._enters(function, site.frame):
            return self._consume_blindly(invocation, site, consume, paths)
        started: Paths = []
        frame = self._frame(function, site, yield_to=consume)
        for path in paths:
            self.heap = path
            frame.result = self.allocate(NONE)
            self._bind(frame, invocation.arguments)
            started.append(self.heap)
        self.called.add(function.node)
        self._stack += 1
        try:
            body = function.node.body
            if isinstance(body, ast.expr):
                body = [ast.Expr(body)]
            ended = run_block(frame, body, started)
        finally:
            self._stack -= 1
        return meet([*ended, *frame.exits.returns])

    def _consume_blindly(
        self, invocation: Invocation, site: Site, consume: YieldTo, paths: Paths
    ) -> Paths:
        leaving: Paths = []
        for path in paths:
            self.heap = path
            value = self._leave_alone(invocation, site)
            leaving += consume(value, [self.heap])
        return leaving

    def _enters(self, function: FunctionValue, caller: Frame) -> bool:
        if caller.depth >= MAX_DEPTH or self._stack >= MAX_STACK:
            return False
        if self.steps > self._follows_until:
            return False
        if function.node in self.replaced:
            return False
        if self.world.facts(function.node, _is_abstract):
            return False
        frame: Frame | None = caller
        while frame is not None:
            if frame.function is not None and frame.function.is_same(function):
                return False
            frame = frame.caller
        return True

    def _is_worth_it(self, invocation: Invocation, site: Site) -> bool:
        """Whether running a body can tell something: it is short, as functions that make
        sessions and engines are, or it is given something that a library knows."""
        if self.world.facts(invocation.function.node, _is_short):
            return True
        return any(value.matters(site, 2) for value in invocation.arguments.values())

    def _leave_alone(self, invocation: Invocation, site: Site) -> Value:
        """A call whose body is not run: all that it is given may change, its result is what
        its annotation says.  Raises PathEnds where it never comes to its end."""
        function = invocation.function
        self.surprise()
        invocation.arguments.escape(site)
        function.escape(site, set())
        if function.node in self.replaced:
            return self.opaque()  # whatever stands in for it need not keep to its annotation
        if self.world.facts(function.node, _always_raises):
            raise PathEnds
        frame = Frame(self, function.module, function.scope, site.context, caller=site.frame)
        return self._annotated_result(frame, function) or self.opaque()

    def _annotated_result(self, frame: Frame, function: FunctionValue) -> Value | None:
        """What the return annotation says of a result, or of what a generator yields; None where
        it says nothing."""
        returns = getattr(function.node, "returns", None)
        if returns is None:
            return None
        try:
            annotation = evaluate(frame, returns)
        except PathEnds:
            return None
        site = Site(frame, returns)
        if self.world.code(function.node).is_generator:
            annotation = yielded_by(annotation, site)
        return instance_of(annotation, site)

    def annotated_yield(self, frame: Frame) -> Value | None:
        """What a generator's annotation says of what it yields; None where it says nothing."""
        function = frame.function
        return None if function is None else self._annotated_result(frame, function)

    def _frame(self, function: FunctionValue, site: Site, yield_to: YieldTo | None = None) -> Frame:
        code = self.world.code(function.node)
        frame = Frame(
            self,
            function.module,
            Scope(code, function.scope),
            Context.LOOP if code.is_async else site.context,
            caller=site.frame,
            node=site.node,
            function=function,
            yield_to=yield_to,
            transparent=function.owner is not None
            and self.world.libraries.reports_at_call(function.owner),
        )
        if self.world.facts(function.node, hands_on):
            # A decorated function is as deep as it were without its decorators.
            frame.depth = site.frame.depth
        return frame

    def returned(self, frame: Frame, value: Value, statement: ast.Return) -> None:
        """A `return` was reached with this value."""
        if frame.result is not None:
            self.heap = self.heap.set(frame.result, value)
        if frame.answer is not None:
            answer = self.heap.get(frame.answer)
            assert isinstance(answer, Answer)
            self.heap = self.heap.set(frame.answer, replace(answer, statement=statement))

    # What is put in the place of something

    def replace(self, replaced: Value) -> None:
        """Something else stands in for a function of the project, however it is decorated."""
        while not isinstance(replaced, FunctionValue):
            inner = getattr(replaced, "function", None) or getattr(replaced, "getter", None)
            if not isinstance(inner, Value):
                return
            replaced = inner
        self.replaced.add(replaced.node)

    def hush(self) -> None:
        """Nothing is told any more: nobody knows what stands in for what."""
        self.muted += 1

    # Parameters

    def _bind(self, frame: Frame, arguments: Arguments) -> None:
        """Bind a call's arguments to the parameters of the frame's function."""
        assert frame.function is not None
        parameters = frame.function.node.args
        positional = [*parameters.posonlyargs, *parameters.args]
        given = list(arguments.positional)
        keywords = dict(arguments.keywords)
        defaults = _defaults(parameters)
        for place, parameter in enumerate(positional):
            if place < len(given):
                value: Value | None = given[place]
            else:
                value = keywords.pop(parameter.arg, None)
            self._bind_one(frame, parameter, value, defaults, arguments.open_ended)
        for parameter in parameters.kwonlyargs:
            value = keywords.pop(parameter.arg, None)
            self._bind_one(frame, parameter, value, defaults, arguments.open_ended)
        if parameters.vararg is not None:
            rest = given[len(positional) :]
            frame.bind(
                parameters.vararg.arg, UNKNOWN if arguments.open_ended else Tuple(tuple(rest))
            )
        if parameters.kwarg is not None:
            known = {Constant(name).identity(): value for name, value in keywords.items()}
            entries = Entries(known, UNKNOWN if arguments.open_ended else NOTHING)
            frame.bind(parameters.kwarg.arg, Dict(self.allocate(entries)))

    def _bind_one(
        self,
        frame: Frame,
        parameter: ast.arg,
        value: Value | None,
        defaults: dict[str, ast.expr],
        open_ended: bool,
    ) -> None:
        if value is None and not open_ended and parameter.arg in defaults:
            value = self._default(frame, defaults[parameter.arg])
        if value is None or (isinstance(value, Opaque) and parameter.annotation is not None):
            value = self._declared(frame, parameter) or value or self.opaque()
        frame.bind(parameter.arg, value)

    def _default(self, frame: Frame, node: ast.expr, outer: Frame | None = None) -> Value:
        """A default value, evaluated in the scope around the function."""
        if outer is None:
            assert frame.function is not None
            scope = frame.function.scope
            outer = Frame(self, frame.module, scope, frame.context, caller=frame, node=node)
        try:
            return evaluate(outer, node)
        except PathEnds:
            return UNKNOWN

    def _declared(self, frame: Frame, parameter: ast.arg) -> Value | None:
        if parameter.annotation is None:
            return None
        return self.world.value_of_annotation(frame, parameter.annotation)

    # Entry points

    def run_entry(self, function: FunctionValue, receiver: Value | None, context: Context) -> None:
        """Run a function as if somebody unknown called it."""
        code = self.world.code(function.node)
        frame = Frame(
            self,
            function.module,
            Scope(code, function.scope),
            Context.LOOP if code.is_async else context,
            function=function,
        )
        frame.result = self.allocate(NONE)
        self.world.libraries.entered(function, receiver, Site(frame, function.node))
        self._bind_entry(frame, receiver)
        assert not isinstance(function.node, ast.Lambda)
        given = tuple(value for _, value in frame.local_variables())
        frame.answer = self.allocate(Answer(given, function.node.body[-1]))
        for answer, path in self._answers(frame, self._ways_out(frame, function.node)):
            self.heap, value = self._result(frame, function, path)
            with suppress(PathEnds):
                self.world.libraries.answered(function, value, Site(frame, answer))

    def _answers(self, frame: Frame, paths: Paths) -> Iterator[tuple[ast.stmt, Heap]]:
        """What an entry point hands to whoever has called it: the paths that come to each `return`,
        and to the end of the body."""
        assert frame.answer is not None
        found: dict[tuple[ast.stmt, frozenset[object]], Heap] = {}
        for path in paths:
            answer = path.get(frame.answer)
            assert isinstance(answer, Answer)
            if answer.statement is not None:
                key = answer.statement, path.apart()
                found[key] = found[key].join(path) if key in found else path
        for (statement, _), path in found.items():
            yield statement, path

    def _bind_entry(self, frame: Frame, receiver: Value | None) -> None:
        """Bind parameters to what annotations, defaults and frameworks say of them."""
        assert frame.function is not None
        node = frame.function.node
        parameters = node.args
        positional = [*parameters.posonlyargs, *parameters.args]
        if receiver is not None and positional:
            frame.bind(positional.pop(0).arg, receiver)
        defaults = _defaults(parameters)
        for parameter in (*positional, *parameters.kwonlyargs):
            frame.bind(parameter.arg, self._entry_value(frame, parameter, defaults))
        for extra in (parameters.vararg, parameters.kwarg):
            if extra is not None:
                frame.bind(extra.arg, self.opaque())

    def entry_value(self, frame: Frame, function: Function, parameter: ast.arg) -> Value:
        """What a parameter is when a framework calls the function."""
        return self._entry_value(frame, parameter, _defaults(function.args), frame)

    def _entry_value(
        self,
        frame: Frame,
        parameter: ast.arg,
        defaults: dict[str, ast.expr],
        outer: Frame | None = None,
    ) -> Value:
        annotation: Value | None = None
        site = Site(frame, parameter)
        if parameter.annotation is not None:
            try:
                annotation = evaluate(frame, parameter.annotation)
            except PathEnds:
                annotation = None
            if isinstance(annotation, Constant) and isinstance(annotation.value, str):
                annotation = self.world.quoted(annotation.value, site)
        default = None
        if parameter.arg in defaults:
            default = self._default(frame, defaults[parameter.arg], outer)
        value = self.world.libraries.parameter(annotation, default, site)
        if value is None and annotation is not None:
            value = instance_of(annotation, site)
        return self.opaque() if value is None else value

    def run_unknown_call(self, function: FunctionValue, receiver: Value, site: Site) -> None:
        """Run a method as if somebody unknown had called it from here."""
        frame = self._frame(function, site)
        frame.context = Context.UNKNOWN
        frame.result = self.allocate(NONE)
        self._bind_entry(frame, receiver)
        self._run_body(frame, function)

    @contextmanager
    def earlier(self, clock: int) -> Iterator[None]:
        """What runs while this lasts has run silently when the clock stood there."""
        now, self.clock, surprises = self.clock, clock, self.surprises
        try:
            with self.silent():
                yield
        finally:
            self.clock, self.surprises = now, surprises

    @contextmanager
    def silent(self) -> Iterator[None]:
        """While this lasts, nothing is told, and no exception goes to a handler."""
        raises, self.raises = self.raises, None
        self.muted += 1
        try:
            yield
        finally:
            self.muted -= 1
            self.raises = raises

    @contextmanager
    def ahead(self) -> Iterator[None]:
        """What runs while this lasts is only looked at: afterwards all is as it was before."""
        heap, notes, waits = self.heap, self.notes, self.tasks.waits
        self.notes, was_ahead, self.is_ahead = dict(notes), self.is_ahead, True
        before = self.steps
        try:
            with self.silent(), suppress(PathEnds):
                yield
        finally:
            # What was only looked at leaves the calls that are made as much as they had.
            self._follows_until += self.steps - before
            self.heap, self.notes, self.tasks.waits = heap, notes, waits
            self.is_ahead = was_ahead

    @contextmanager
    def telling(self, retell: Callable[[object], object]) -> Iterator[None]:
        """While this lasts, what happens is told as what this makes of it."""
        before, self.retell = self.retell, retell
        try:
            yield
        finally:
            self.retell = before

    # Events

    def emit(self, site: Site, event: object, made_at: int | None) -> None:
        """Tell an event at the innermost frame that stands in the checked file.

        Trouble that a callee elsewhere makes all by itself is its own file's, unless that cannot
        know, because it takes the classes of what it was handed; trouble that rests on what it was
        handed is told at the call.  A callee was handed what there was before it was entered.
        """
        if self.muted or self.deliberate or self.checked is None:
            return
        frame: Frame | None = site.frame
        node: ast.AST | None = site.node
        callee: Frame | None = None
        elsewhere: list[Activation] = []
        while frame is not None and node is not None:
            if frame.module is self.checked and not (frame.transparent and frame.caller):
                break
            callee = frame
            if frame.function is not None:
                elsewhere.append(Activation(frame.function.node, frame.module, node))
            node, frame = frame.node, frame.caller
        if frame is None or node is None:
            return
        if callee is None or (made_at is not None and made_at < callee.entered):
            elsewhere = []
        elif made_at is None:
            return
        if callee is not None and not self.world.libraries.tells_at_call(event, Site(frame, node)):
            return
        told = event if self.retell is None else self.retell(event)
        self.happenings.append(Happening(told, node, frame, callee is None, tuple(elsewhere)))

    def take_back(self, node: ast.AST) -> None:
        """Forget what was told of a place: what came after has made it right."""
        self.happenings = [told for told in self.happenings if told.node is not node]


def _bound(operation: Callable[[Value], Value], value: Value) -> Callable[[], Value]:
    return lambda: operation(value)


def _defaults(parameters: ast.arguments) -> dict[str, ast.expr]:
    positional = [*parameters.posonlyargs, *parameters.args]
    paired = zip(reversed(positional), reversed(parameters.defaults))
    defaults = {parameter.arg: default for parameter, default in paired}
    for parameter, default in zip(parameters.kwonlyargs, parameters.kw_defaults):
        if default is not None:
            defaults[parameter.arg] = default
    return defaults


SHORT = 10


def _is_short(node: ast.AST) -> bool:
    """Whether a call of a function runs few statements; those of what it defines, as a decorator
    does, are run by whoever calls that."""
    if isinstance(node, ast.Lambda):
        return True
    assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    return sum(isinstance(child, ast.stmt) for child in walk(node.body)) < SHORT


def _always_raises(node: ast.AST) -> bool:
    """Whether a function is there to raise: its last statement does, and it has no `return`."""
    if isinstance(node, ast.Lambda) or _is_abstract(node):
        return False
    assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    leaving = (ast.Return, ast.Yield, ast.YieldFrom)
    return _ends_by_raising(node.body) and not any(
        isinstance(child, leaving) for child in walk(node.body)
    )


def _ends_by_raising(body: list[ast.stmt]) -> bool:
    last = body[-1] if body else None
    if isinstance(last, ast.If):
        return _ends_by_raising(last.body) and _ends_by_raising(last.orelse)
    return isinstance(last, ast.Raise)


def _is_abstract(node: ast.AST) -> bool:
    """Whether a function's body only says that somebody else has to write it."""
    if isinstance(node, ast.Lambda):
        return False
    assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    body = node.body
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    if not body:
        return True
    last = body[-1]
    if len(body) > 1:
        return False
    if isinstance(last, ast.Raise):
        name = last.exc.func if isinstance(last.exc, ast.Call) else last.exc
        return isinstance(name, ast.Name) and name.id == "NotImplementedError"
    return isinstance(last, ast.Pass) and any(
        "abstract" in ast.dump(decorator) for decorator in node.decorator_list
    )
