"""The value protocol, and the values that need no heap: opaque ones, constants, alternatives.

A value is an immutable handle.  What changes about a thing is its state in the heap.
Every operation is given a `Site`: where it happens, on which path, in which context.
"""

from __future__ import annotations

import ast
import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from flake8_greenlet.records import dataclass

if TYPE_CHECKING:
    from flake8_greenlet.interpreter.frames import Frame, Scope
    from flake8_greenlet.interpreter.heap import Address, Heap, State
    from flake8_greenlet.interpreter.machine import Machine
    from flake8_greenlet.project import Module

MAX_ALTERNATIVES = 16

Seen = set[int]
"""The addresses that an escape has been to."""


class Context(enum.Enum):
    """Where code runs: it decides whether IO may wait."""

    IMPORT = "import"
    LOOP = "event loop"
    GREENLET = "greenlet"
    THREAD = "thread"
    UNKNOWN = "unknown"


class PathEnds(Exception):  # noqa: N818 - control flow, not an error
    """The path that is being run ends here: this operation surely raises at run time.

    `exception` is what it raises, None where nobody knows, NOTHING where that is on its way to
    whoever catches it already.
    """

    def __init__(self, exception: Value | None = None) -> None:
        super().__init__()
        self.exception = exception


class Site:
    """Where an operation happens: a node in a frame, and through it the path."""

    __slots__ = ("frame", "node")

    def __init__(self, frame: Frame, node: ast.AST) -> None:
        self.frame = frame
        self.node = node

    @property
    def machine(self) -> Machine:
        return self.frame.machine

    @property
    def context(self) -> Context:
        return self.frame.context

    @property
    def heap(self) -> Heap:
        return self.frame.machine.heap

    @property
    def is_awaited(self) -> bool:
        """Whether what is looked up here is called, and its result awaited on the spot."""
        function = self.frame.function
        if function is None:
            return False
        return self.node in self.machine.world.code(function.node).awaited

    def state(self, address: Address) -> State | None:
        """What the current path knows about an address."""
        return self.frame.machine.heap.get(address)

    def store(self, address: Address, state: State) -> None:
        """Write to the current path."""
        machine = self.frame.machine
        machine.heap = machine.heap.set(address, state)

    def forget(self, address: Address) -> None:
        """The current path knows nothing about an address any more."""
        machine = self.frame.machine
        machine.heap = machine.heap.without(address)

    def within(self, module: Module, scope: Scope) -> Site:
        """The same place on the same path, with another module's names in sight."""
        from flake8_greenlet.interpreter.frames import Frame

        frame = Frame(self.machine, module, scope, self.context, caller=self.frame, node=self.node)
        return Site(frame, self.node)

    def allocate(self, state: State) -> Address:
        """A new address on the current path."""
        return self.frame.machine.allocate(state)

    def opaque(self) -> Opaque:
        """A value nobody knows, but the same one wherever it goes."""
        return self.frame.machine.opaque()

    def ends(self, exception: str) -> PathEnds:
        """What is done here raises a builtin exception."""
        from flake8_greenlet.interpreter.modules import PythonError

        return PathEnds(PythonError(self.machine.world.libraries, exception))

    def emit(self, event: object, *, made_at: int | None = None) -> None:
        """Tell that something happened here.

        `made_at` is the time (`Machine.clock`) at which there first was what the event rests on;
        None means that the frame it happens in suffices.
        """
        self.frame.machine.emit(self, event, made_at)


@dataclass
class Arguments:
    """What a call hands over."""

    positional: list[Value] = field(default_factory=list)
    keywords: dict[str, Value] = field(default_factory=dict)
    open_ended: bool = False
    """There were `*args` or `**kwargs` that could not be spelled out."""
    several: tuple[Value, ...] = ()
    """Those that the last of them stands for, if there are several: there are paths that have all
    of these together."""

    def get(self, position: int, name: str) -> Value | None:
        """An argument by place or by name; None when it was not given."""
        if name in self.keywords:
            return self.keywords[name]
        if 0 <= position < len(self.positional):
            return self.positional[position]
        return UNKNOWN if self.open_ended else None

    def first(self) -> Value | None:
        return self.positional[0] if self.positional else None

    def values(self) -> list[Value]:
        return [*self.positional, *self.keywords.values()]

    def after(self, *first: Value) -> Arguments:
        """The same call with more arguments in front."""
        return Arguments([*first, *self.positional], self.keywords, self.open_ended)

    def escape(self, site: Site) -> None:
        """Everything here goes somewhere unknown."""
        for value in self.values():
            escape(value, site)


class Value:
    """What an expression is known to be.  The defaults know nothing and do no harm."""

    __slots__ = ()

    holds = True
    """Whether it keeps alive what it leads to."""
    is_awaitable = False
    """Whether it surely is something to await, and nothing else."""

    def get(self, name: str, site: Site) -> Value:
        """`value.name`"""
        return UNKNOWN

    def set(self, name: str, value: Value, site: Site) -> None:
        """`value.name = …`"""
        escape(value, site)

    def get_any(self, name: Value, site: Site) -> Value:
        """`getattr(value, name)` with a name that is no constant."""
        return UNKNOWN

    def set_any(self, value: Value, site: Site) -> None:
        """`setattr(value, name, …)` with a name that nobody knows."""
        escape(value, site)

    def delete(self, name: str, site: Site) -> None:
        """`del value.name`"""

    def call(self, arguments: Arguments, site: Site) -> Value:
        """`value(…)`"""
        site.machine.surprise()
        arguments.escape(site)
        return site.opaque()

    @property
    def only_reads(self) -> bool:
        """Whether to await it is to read an attribute, whatever else that does."""
        return False

    def awaited(self, site: Site) -> Value:
        """`await value`"""
        site.machine.surprise()
        site.machine.tasks.waits += 1
        return site.opaque()

    def element(self, site: Site) -> Value | None:
        """What one turn of `for x in value` binds; None when there is surely no turn."""
        return UNKNOWN

    def is_filled(self, site: Site) -> bool:
        """Whether `for x in value` surely has a turn."""
        return False

    def async_element(self, site: Site) -> Value | None:
        """What one turn of `async for x in value` binds."""
        site.machine.surprise()
        site.machine.tasks.waits += 1
        return UNKNOWN

    def lacks(self, keyword: str) -> bool:
        """Whether this surely has not what a `with`, an `async with`, a `for` or an `async for`
        asks for."""
        return False

    @property
    def may_lock(self) -> bool:
        """Whether it may keep other tasks out while it is entered."""
        return False

    def enter(self, site: Site) -> Value:
        """`with value as …`"""
        return UNKNOWN

    def leave(self, site: Site, *, failed: bool) -> bool | None:
        """The end of a `with` block, normal or by an exception; true where that goes no further."""

    def async_enter(self, site: Site) -> Value:
        """`async with value as …`"""
        site.machine.surprise()
        site.machine.tasks.waits += 1
        return UNKNOWN

    def async_leave(self, site: Site, *, failed: bool) -> bool | None:
        """The end of an `async with` block, in the same way."""

    def item(self, key: Value, site: Site) -> Value:
        """`value[key]`"""
        site.machine.surprise()
        return UNKNOWN

    def set_item(self, key: Value, value: Value, site: Site) -> None:
        """`value[key] = …`"""
        escape(value, site)

    def delete_item(self, key: Value, site: Site) -> None:
        """`del value[key]`"""

    def unpack(self, count: int, site: Site) -> list[Value] | None:
        """The values of `a, b, … = value`, or None when they are the elements."""
        return None

    def truth(self, site: Site) -> bool | None:
        """`bool(value)`, None when it may be either."""
        return None

    def truth_without_site(self) -> bool | None:
        """The truth of a constant; None for all else."""
        return None

    def length(self, site: Site) -> Value:
        """`len(value)`"""
        return UNKNOWN

    def contains(self, item: Value, site: Site) -> Value:
        """`item in value`"""
        return UNKNOWN

    def compare(self, operator: ast.cmpop, other: Value, site: Site) -> Value:
        """`value < other` and its kind; `==` of things without `__eq__` reads nothing."""
        return UNKNOWN

    def representation(self, site: Site) -> Value:
        """`repr(value)`, `f"{value!r}"`, `"%r" % value`"""
        return UNKNOWN

    def text(self, site: Site) -> Value:
        """`str(value)`, an f-string, a log argument: a representation, unless there is more."""
        return self.representation(site)

    def operand(self, site: Site) -> None:
        """The value itself is needed: as a number, a parameter, a column's new value."""

    def made(self, site: Site) -> Value | None:
        """An instance of this class or annotation whose history nobody knows.

        None when the value is no class, or one that nothing is known about.
        """
        return None

    def dropped(self, site: Site) -> None:
        """The value was a bare statement: nobody will ever use it."""

    def replaced(self, site: Site) -> None:
        """A variable that stood for the value stands for another one now."""

    def escape(self, site: Site, seen: Seen) -> None:
        """The value goes somewhere that the analysis does not follow."""

    def inherited(self, name: str, site: Site) -> Value:
        """`super().name` on this receiver, where no class of the project has it."""
        return UNKNOWN

    def matters(self, site: Site, depth: int) -> bool:
        """Whether a function that is given this is worth following: it, or something within
        `depth` steps of it, is known to a library."""
        return False

    def one_of_many(self, site: Site, depth: int) -> None:
        """The value, and what is within `depth` steps of it, stands for another one at each turn of
        a loop, or under each key."""

    def assumed(self, outcome: bool, site: Site) -> None:
        """A test of the value has come out like this on the path that goes on."""

    def turned_out(self, site: Site) -> None:
        """On this path the value turned out to be the case."""

    def ruled_out(self, site: Site) -> None:
        """On this path the value turned out not to be the case."""

    def none_there(self, site: Site) -> None:
        """A list of such things has turned out to be empty on this path."""

    def path_without(self, site: Site) -> Heap:
        """The path from here on which there is no such thing, where a list may be empty."""
        machine = site.machine
        before = machine.heap
        self.none_there(site)
        without, machine.heap = machine.heap, before
        return without

    def held(self, name: str, site: Site) -> Value | None:
        """The value of an attribute, if that is at hand without reading anything."""
        return None

    def tested(self, classes: tuple[Value, ...], outcome: bool, site: Site) -> None:
        """On this path the value turned out to be of one of these classes, or of none of them."""

    def found_equal(self, name: str, value: Value, site: Site) -> None:
        """On this path an attribute of it turned out to have this value."""

    def alternatives(self) -> Sequence[Value]:
        """The values that this one may be."""
        return (self,)

    def is_none(self) -> bool | None:
        """Whether this is None; only an opaque value may be either."""
        return False

    def join(self, other: Value) -> Value:
        """What is known when this or the other may be the case."""
        return join(self, other)


class Opaque(Value):
    """A value that nothing is known about.

    One with a `symbol` is the same unknown value wherever it goes, so two tests of it
    come out alike.
    """

    __slots__ = ("symbol",)

    def __init__(self, symbol: object = None) -> None:
        self.symbol = symbol

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Opaque) and self.symbol == other.symbol

    def __hash__(self) -> int:
        return hash(self.symbol)

    def get(self, name: str, site: Site) -> Value:
        # A lock that is taken in this way is not let go of before the task ends, as far as is told.
        site.machine.tasks.guards += name == "acquire"
        return UNKNOWN if self.symbol is None else Opaque(("get", self.symbol, name))

    @property
    def may_lock(self) -> bool:
        return True

    def call(self, arguments: Arguments, site: Site) -> Value:
        site.machine.surprise()
        arguments.escape(site)
        result = site.opaque()
        site.machine.world.libraries.opaque_called(self, arguments, result, site)
        return result

    def dropped(self, site: Site) -> None:
        site.machine.world.libraries.opaque_dropped(self, site)

    def truth(self, site: Site) -> bool | None:
        return None if self.symbol is None else site.heap.facts.get(self.symbol)

    def compare(self, operator: ast.cmpop, other: Value, site: Site) -> Value:
        if self.symbol is None or not isinstance(other, (Constant, Opaque)):
            return UNKNOWN
        right = other.identity() if isinstance(other, Constant) else other.symbol
        if right is None:
            return UNKNOWN
        kind, outcome = _comparison(operator)
        decisive = isinstance(self, Decisive) or isinstance(other, Decisive)
        condition = (Decisive if decisive else Opaque)((kind, self.symbol, right))
        return condition if outcome else Negation(condition)

    def contains(self, item: Value, site: Site) -> Value:
        if self.symbol is None or not isinstance(item, Constant):
            return UNKNOWN
        return Opaque(("in", self.symbol, item.identity()))

    def is_none(self) -> bool | None:
        return None

    def __repr__(self) -> str:
        return "?" if self.symbol is None else f"?{self.symbol}"


class Decisive(Opaque):
    """An unknown value whose truth tells something else, such as a foreign key: the paths
    through a test of it are told apart wherever it is tested."""

    __slots__ = ()


UNKNOWN = Opaque()


def _comparison(operator: ast.cmpop) -> tuple[str, bool]:
    """A name for the comparison and whether it is asked the right way round."""
    if isinstance(operator, (ast.Is, ast.Eq)):
        return "is", True
    if isinstance(operator, (ast.IsNot, ast.NotEq)):
        return "is", False
    return type(operator).__name__, True


class Negation(Value):
    """`not` of an opaque value."""

    __slots__ = ("condition",)

    def __init__(self, condition: Opaque) -> None:
        self.condition = condition

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Negation) and self.condition == other.condition

    def __hash__(self) -> int:
        return hash(("not", self.condition))

    def truth(self, site: Site) -> bool | None:
        truth = self.condition.truth(site)
        return None if truth is None else not truth


class Constant(Value):
    """A Python constant."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def identity(self) -> tuple[type, object]:
        return type(self.value), self.value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Constant) and self.identity() == other.identity()

    def __hash__(self) -> int:
        return hash(self.identity())

    def get(self, name: str, site: Site) -> Value:
        if not hasattr(self.value, name):
            raise site.ends("AttributeError")
        if isinstance(self.value, str):
            return TextMethod(self.value, name)
        return UNKNOWN

    def call(self, arguments: Arguments, site: Site) -> Value:
        raise site.ends("TypeError")

    def awaited(self, site: Site) -> Value:
        raise site.ends("TypeError")

    def element(self, site: Site) -> Value | None:
        if isinstance(self.value, (str, bytes)):
            return UNKNOWN if self.value else None
        raise site.ends("TypeError")

    def item(self, key: Value, site: Site) -> Value:
        if isinstance(self.value, (str, bytes)):
            return UNKNOWN
        raise site.ends("TypeError")

    def enter(self, site: Site) -> Value:
        raise PathEnds

    async_enter = enter

    def truth(self, site: Site) -> bool | None:
        return bool(self.value)

    def truth_without_site(self) -> bool | None:
        return bool(self.value)

    def length(self, site: Site) -> Value:
        if isinstance(self.value, (str, bytes)):
            return Constant(len(self.value))
        raise site.ends("TypeError")

    def set(self, name: str, value: Value, site: Site) -> None:
        raise site.ends("AttributeError")  # None, a number or a text takes no attribute

    def set_any(self, value: Value, site: Site) -> None:
        raise site.ends("AttributeError")

    def contains(self, item: Value, site: Site) -> Value:
        if isinstance(self.value, str) and isinstance(item, Constant):
            return Constant(isinstance(item.value, str) and item.value in self.value)
        return UNKNOWN

    def compare(self, operator: ast.cmpop, other: Value, site: Site) -> Value:
        if isinstance(other, Opaque):
            return other.compare(operator, self, site)
        if not isinstance(other, Constant):
            if isinstance(operator, (ast.Is, ast.IsNot)) and other.is_none() is False:
                return Constant(isinstance(operator, ast.IsNot))
            return UNKNOWN
        kind, outcome = _comparison(operator)
        if kind == "is":
            same = self == other
            if isinstance(operator, (ast.Eq, ast.NotEq)):
                same = self.value == other.value
            return Constant(same is outcome)
        try:
            return Constant(bool(_ORDER[type(operator)](self.value, other.value)))
        except (KeyError, TypeError):
            return UNKNOWN

    def representation(self, site: Site) -> Value:
        return Constant(repr(self.value))

    def text(self, site: Site) -> Value:
        return Constant(str(self.value))

    def is_none(self) -> bool | None:
        return self.value is None

    def __repr__(self) -> str:
        return repr(self.value)


_ORDER: dict[type[ast.cmpop], Callable[[object, object], object]] = {
    ast.Lt: lambda a, b: a < b,  # type: ignore[operator]
    ast.LtE: lambda a, b: a <= b,  # type: ignore[operator]
    ast.Gt: lambda a, b: a > b,  # type: ignore[operator]
    ast.GtE: lambda a, b: a >= b,  # type: ignore[operator]
}

NONE = Constant(None)
TRUE = Constant(True)
FALSE = Constant(False)

_PURE_TEXT_METHODS = frozenset(
    "casefold endswith join lower lstrip removeprefix removesuffix replace rstrip "
    "startswith strip title upper".split()
)
MAX_TEXT = 4096


@dataclass(frozen=True)
class TextMethod(Value):
    """A method of a known string: pure ones are worked out, as URLs are often built so."""

    receiver: str
    name: str

    def call(self, arguments: Arguments, site: Site) -> Value:
        values = arguments.positional
        if self.name == "format":
            from flake8_greenlet.interpreter.formatting import braces

            return braces(self.receiver, arguments, site)
        if self.name == "join" and values and not isinstance(values[0], Constant):
            site.machine.surprise()
            values[0].element(site)
            return UNKNOWN
        if (
            self.name not in _PURE_TEXT_METHODS
            or arguments.open_ended
            or arguments.keywords
            or not all(isinstance(value, Constant) for value in values)
        ):
            site.machine.surprise()
            arguments.escape(site)
            return UNKNOWN
        constants = [value.value for value in values if isinstance(value, Constant)]
        try:
            result = getattr(self.receiver, self.name)(*constants)
        except (TypeError, ValueError, LookupError, AttributeError):
            return UNKNOWN
        return Constant(result) if len(str(result)) <= MAX_TEXT else UNKNOWN


def _for_effect(operation: Callable[[Value], object]) -> Callable[[Value], Value]:
    """What an operation without an answer is to those who want one."""

    def work(value: Value) -> Value:
        operation(value)
        return NONE

    return work


class Alternatives(Value):
    """One of several known values, depending on the path."""

    __slots__ = ("values",)

    def __init__(self, values: tuple[Value, ...]) -> None:
        self.values = values

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Alternatives) and self.values == other.values

    def __hash__(self) -> int:
        return hash(self.values)

    def alternatives(self) -> Sequence[Value]:
        return self.values

    def _each(self, site: Site, operation: Callable[[Value], Value]) -> Value:
        return site.machine.each(self.values, operation)

    def _do(self, site: Site, operation: Callable[[Value], object]) -> None:
        self._each(site, _for_effect(operation))

    def get(self, name: str, site: Site) -> Value:
        return site.machine.each_in_turn(self.values, lambda value: value.get(name, site), site)

    def set(self, name: str, value: Value, site: Site) -> None:
        work = _for_effect(lambda target: target.set(name, value, site))
        site.machine.each_in_turn(self.values, work, site)

    def set_any(self, value: Value, site: Site) -> None:
        work = _for_effect(lambda target: target.set_any(value, site))
        site.machine.each_in_turn(self.values, work, site)

    def delete(self, name: str, site: Site) -> None:
        self._do(site, lambda target: target.delete(name, site))

    def call(self, arguments: Arguments, site: Site) -> Value:
        return self._each(site, lambda value: value.call(arguments, site))

    def awaited(self, site: Site) -> Value:
        if all(value.only_reads for value in self.values):
            return site.machine.each_in_turn(self.values, lambda value: value.awaited(site), site)
        with site.machine.tasks.unsure():
            return self._each(site, lambda value: value.awaited(site))

    def having(self, keyword: str) -> Value:
        """Those that there may be where this keyword stands, such as the asynchronous ones; all
        of them where there is none."""
        return join_values([v for v in self.values if not v.lacks(keyword)] or self.values)

    def _each_having(self, keyword: str, site: Site, operation: Callable[[Value], Value]) -> Value:
        return site.machine.each(self.having(keyword).alternatives(), operation)

    def element(self, site: Site) -> Value | None:
        return self._each_having("for", site, lambda value: value.element(site) or NOTHING)

    def async_element(self, site: Site) -> Value | None:
        return self._each_having(
            "async for", site, lambda value: value.async_element(site) or NOTHING
        )

    def enter(self, site: Site) -> Value:
        return self._each_having("with", site, lambda value: value.enter(site))

    def leave(self, site: Site, *, failed: bool) -> None:
        work = _for_effect(lambda value: value.leave(site, failed=failed))
        self._each_having("with", site, work)

    def async_enter(self, site: Site) -> Value:
        with site.machine.tasks.unsure():
            return self._each_having("async with", site, lambda value: value.async_enter(site))

    def async_leave(self, site: Site, *, failed: bool) -> None:
        work = _for_effect(lambda value: value.async_leave(site, failed=failed))
        self._each_having("async with", site, work)

    def item(self, key: Value, site: Site) -> Value:
        return self._each(site, lambda value: value.item(key, site))

    def set_item(self, key: Value, value: Value, site: Site) -> None:
        self._do(site, lambda target: target.set_item(key, value, site))

    def delete_item(self, key: Value, site: Site) -> None:
        self._do(site, lambda target: target.delete_item(key, site))

    def length(self, site: Site) -> Value:
        return self._each(site, lambda value: value.length(site))

    def contains(self, item: Value, site: Site) -> Value:
        return self._each(site, lambda value: value.contains(item, site))

    def compare(self, operator: ast.cmpop, other: Value, site: Site) -> Value:
        return self._each(site, lambda value: value.compare(operator, other, site))

    def representation(self, site: Site) -> Value:
        return self._each(site, lambda value: value.representation(site))

    def text(self, site: Site) -> Value:
        return self._each(site, lambda value: value.text(site))

    def truth(self, site: Site) -> bool | None:
        truths = {self.truth_of(value, site) for value in self.values}
        return truths.pop() if len(truths) == 1 else None

    def truth_of(self, value: Value, site: Site) -> bool | None:
        """The truth of one of them: what is to be awaited, if it is there, is there."""
        is_there = value.is_awaitable and not all(each.is_awaitable for each in self.values)
        return is_there or value.truth(site)

    def dropped(self, site: Site) -> None:
        # Only what holds for every alternative is worth telling: a union of a sync and an
        # async session is somebody's wrapper.
        kinds = {type(value) for value in self.values}
        if len(kinds) == 1:
            self.values[0].dropped(site)

    def replaced(self, site: Site) -> None:
        for value in self.values:
            value.replaced(site)

    def escape(self, site: Site, seen: Seen) -> None:
        for value in self.values:
            value.escape(site, seen)

    def matters(self, site: Site, depth: int) -> bool:
        return any(value.matters(site, depth) for value in self.values)

    def is_none(self) -> bool | None:
        answers = {value.is_none() for value in self.values}
        return answers.pop() if len(answers) == 1 else None

    def __repr__(self) -> str:
        return " | ".join(map(repr, self.values))


class Nothing(Value):
    """The absence of a value, such as the element of an empty list."""

    __slots__ = ()


NOTHING = Nothing()


def join(mine: Value, theirs: Value) -> Value:
    """What is known of a value that is one of two: unknown wins, alternatives are kept."""
    if mine is theirs or mine == theirs or theirs is NOTHING:
        return mine
    if mine is NOTHING:
        return theirs
    if isinstance(mine, (Opaque, Negation)) or isinstance(theirs, (Opaque, Negation)):
        return UNKNOWN
    values: list[Value] = list(mine.alternatives())
    for value in theirs.alternatives():
        if value in values:
            continue
        for place, known in enumerate(values):
            merged = merge(known, value)
            if merged is not None:
                values[place] = merged
                break
        else:
            values.append(value)
    if len(values) == 1:
        return values[0]
    return Alternatives(tuple(values)) if len(values) <= MAX_ALTERNATIVES else UNKNOWN


def merge(mine: Value, theirs: Value) -> Value | None:
    """One value that stands for both, where the kind of value has such a thing."""
    if type(mine) is type(theirs) and isinstance(mine, Mergeable):
        return mine.merged(theirs)
    return None


class Mergeable(Value):
    """A value of which two can be folded into one, such as two tuples of one length."""

    __slots__ = ()

    def merged(self, other: Value) -> Value | None:
        """The one value, or None when the two do not fit."""
        raise NotImplementedError


def join_values(values: Iterable[Value]) -> Value:
    """The join of several values; UNKNOWN for none at all."""
    joined: Value = NOTHING
    for value in values:
        joined = join(joined, value)
    return UNKNOWN if joined is NOTHING else joined


def escape(value: Value, site: Site) -> None:
    """The value, and all that can be reached from it, goes somewhere unknown."""
    value.escape(site, set())


class Known(Value):
    """A value that a library explains: what is done with it is worth following."""

    __slots__ = ()

    def matters(self, site: Site, depth: int) -> bool:
        return True


@dataclass(frozen=True, eq=False)
class Builtin(Value):
    """A function whose effect is written in Python here, because nobody can follow it."""

    name: str
    function: Callable[[Arguments, Site], Value]

    def call(self, arguments: Arguments, site: Site) -> Value:
        return self.function(arguments, site)

    def truth(self, site: Site) -> bool | None:
        return True

    def __repr__(self) -> str:
        return f"<{self.name}>"
