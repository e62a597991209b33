"""`itertools` and `heapq`: other ways to go through the same elements."""

from __future__ import annotations

from flake8_greenlet.interpreter.builtins import BUILTINS
from flake8_greenlet.interpreter.containers import Sequence, Tuple
from flake8_greenlet.interpreter.values import (
    NONE,
    NOTHING,
    UNKNOWN,
    Arguments,
    Builtin,
    Site,
    Value,
    join,
)


def _each(sources: list[Value], site: Site) -> Value:
    """Any element of any of these; NOTHING when all are empty."""
    each: Value = NOTHING
    for source in sources:
        each = join(each, source.element(site) or NOTHING)
    return each


def _of(each: Value, site: Site) -> Value:
    return Sequence.of((), site) if each is NOTHING else Sequence.of_each(each, site)


class Chain(Value):
    """`itertools.chain`, which has a second constructor."""

    def call(self, arguments: Arguments, site: Site) -> Value:
        return UNKNOWN if arguments.open_ended else _of(_each(arguments.positional, site), site)

    def get(self, name: str, site: Site) -> Value:
        return Builtin(name, self._from_iterable) if name == "from_iterable" else UNKNOWN

    def _from_iterable(self, arguments: Arguments, site: Site) -> Value:
        inner = _each(arguments.positional[:1], site)
        return _of(inner if inner is NOTHING else _each([inner], site), site)


def _same(arguments: Arguments, site: Site) -> Value:
    return _of(_each(arguments.positional[:1], site), site)


def _asked(arguments: Arguments, site: Site) -> Value:
    """`takewhile(function, elements)` and its kin."""
    if len(arguments.positional) != 2:
        return UNKNOWN
    function, source = arguments.positional
    each = _each([source], site)
    if each is not NOTHING and function != NONE:
        function.call(Arguments([each]), site)
    return _of(each, site)


def _group_by(arguments: Arguments, site: Site) -> Value:
    each = _each(arguments.positional[:1], site)
    if each is NOTHING:
        return Sequence.of((), site)
    key = arguments.get(1, "key")
    found = each if key is None or key == NONE else key.call(Arguments([each]), site)
    return Sequence.of_each(Tuple((found, Sequence.of_each(each, site, may_be_empty=False))), site)


def _batched(arguments: Arguments, site: Site) -> Value:
    each = _each(arguments.positional[:1], site)
    if each is NOTHING:
        return Sequence.of((), site)
    return Sequence.of_each(Sequence.of_each(each, site, may_be_empty=False), site)


def _pairs(arguments: Arguments, site: Site) -> Value:
    each = _each(arguments.positional[:1], site)
    return Sequence.of((), site) if each is NOTHING else Sequence.of_each(Tuple((each, each)), site)


def _best(arguments: Arguments, site: Site) -> Value:
    """`heapq.nlargest(n, elements, key)`"""
    key = arguments.get(2, "key") or NONE
    return BUILTINS["sorted"].call(Arguments(arguments.positional[1:2], {"key": key}), site)


NAMES: dict[str, Value] = {
    "heapq.nlargest": Builtin("nlargest", _best),
    "heapq.nsmallest": Builtin("nsmallest", _best),
    "itertools.batched": Builtin("batched", _batched),
    "itertools.chain": Chain(),
    "itertools.cycle": Builtin("cycle", _same),
    "itertools.dropwhile": Builtin("dropwhile", _asked),
    "itertools.filterfalse": Builtin("filterfalse", _asked),
    "itertools.groupby": Builtin("groupby", _group_by),
    "itertools.islice": Builtin("islice", _same),
    "itertools.pairwise": Builtin("pairwise", _pairs),
    "itertools.takewhile": Builtin("takewhile", _asked),
}
