"""The patterns of `match`: what they read, what they bind, whether they match.

Source: the Python reference, "The match statement".
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from flake8_greenlet.interpreter.containers import Dict, Sequence, Tuple, known_items
from flake8_greenlet.interpreter.expressions import evaluate
from flake8_greenlet.interpreter.frames import Frame
from flake8_greenlet.interpreter.heap import Heap
from flake8_greenlet.interpreter.values import (
    NOTHING,
    UNKNOWN,
    Constant,
    PathEnds,
    Site,
    Value,
    join,
    join_values,
)

Captures = dict[str, Value]
Match = tuple["bool | None", Captures]
"""Whether a pattern matches, None when it may; and the names that it then binds."""

NO_MATCH: Match = (False, {})


def match(frame: Frame, pattern: ast.pattern, subject: Value) -> Match:
    """Try a pattern on the current path, with all that trying it reads."""
    handler = _HANDLERS.get(type(pattern))
    return (None, {}) if handler is None else handler(frame, pattern, subject)


def assume_class(frame: Frame, pattern: ast.pattern, subject: Value) -> Heap | None:
    """Go on with the path on which the subject of a class pattern is of that class.

    Returns the other path; None where the subject has nothing to learn from it.
    """
    if isinstance(pattern, ast.MatchAs) and pattern.pattern is not None:
        pattern = pattern.pattern
    if not isinstance(pattern, ast.MatchClass):
        return None
    machine, site = frame.machine, Site(frame, pattern)
    cls = evaluate(frame, pattern.cls)
    open_ones = [
        value
        for value in subject.alternatives()
        if machine.world.libraries.is_instance(value, cls, site) is None
    ]
    before = machine.heap
    for value in open_ones:
        value.tested((cls,), False, site)
    otherwise, machine.heap = machine.heap, before
    for value in open_ones:
        value.tested((cls,), True, site)
    return None if machine.heap is before else otherwise


def is_bare(pattern: ast.pattern) -> bool:
    """Whether a pattern asks for nothing but a class."""
    if isinstance(pattern, ast.MatchAs) and pattern.pattern is not None:
        pattern = pattern.pattern
    return isinstance(pattern, ast.MatchClass) and not (pattern.patterns or pattern.kwd_patterns)


def _value(frame: Frame, pattern: ast.pattern, subject: Value) -> Match:
    assert isinstance(pattern, ast.MatchValue)
    site = Site(frame, pattern)
    return subject.compare(ast.Eq(), evaluate(frame, pattern.value), site).truth(site), {}


def _singleton(frame: Frame, pattern: ast.pattern, subject: Value) -> Match:
    assert isinstance(pattern, ast.MatchSingleton)
    if pattern.value is None:
        return subject.is_none(), {}
    return (subject == Constant(pattern.value) if isinstance(subject, Constant) else None), {}


def _as(frame: Frame, pattern: ast.pattern, subject: Value) -> Match:
    assert isinstance(pattern, ast.MatchAs)
    matches: bool | None = True
    captures: Captures = {}
    if pattern.pattern is not None:
        matches, captures = match(frame, pattern.pattern, subject)
    return matches, {**captures, pattern.name: subject} if pattern.name else captures


def _or(frame: Frame, pattern: ast.pattern, subject: Value) -> Match:
    assert isinstance(pattern, ast.MatchOr)
    verdict: bool | None = False
    captures: Captures = {}
    for alternative in pattern.patterns:
        matches, bound = match(frame, alternative, subject)
        if matches is not False:
            captures = {
                name: join(captures.get(name, NOTHING), value) for name, value in bound.items()
            }
            verdict = matches
        if matches:
            break
    return verdict, captures


def _all(matches: Iterable[Match]) -> Match:
    """Several patterns that all have to match: after the first that does not, none is tried."""
    every: bool | None = True
    captures: Captures = {}
    for verdict, bound in matches:
        if verdict is False:
            return NO_MATCH
        every = verdict and every
        captures.update(bound)
    return every, captures


def _sequence(frame: Frame, pattern: ast.pattern, subject: Value) -> Match:
    assert isinstance(pattern, ast.MatchSequence)
    site = Site(frame, pattern)
    if isinstance(subject, (Constant, Dict)):
        return NO_MATCH
    items = known_items(subject, site)
    stars = sum(isinstance(part, ast.MatchStar) for part in pattern.patterns)
    if items is not None and not stars:
        if len(items) != len(pattern.patterns):
            return NO_MATCH
        return _all(match(frame, p, item) for p, item in zip(pattern.patterns, items))
    if not pattern.patterns:
        return None, {}
    element = subject.element(site) if isinstance(subject, (Tuple, Sequence)) else UNKNOWN
    if element is None:
        element = UNKNOWN
    _, captures = _all(match(frame, part, element) for part in pattern.patterns)
    return None, captures


def _star(frame: Frame, pattern: ast.pattern, subject: Value) -> Match:
    assert isinstance(pattern, ast.MatchStar)
    rest = Sequence.of_each(subject, Site(frame, pattern))
    return None, {pattern.name: rest} if pattern.name else {}


def _mapping(frame: Frame, pattern: ast.pattern, subject: Value) -> Match:
    assert isinstance(pattern, ast.MatchMapping)
    if isinstance(subject, (Constant, Tuple, Sequence)):
        return NO_MATCH
    site = Site(frame, pattern)
    captures: Captures = {pattern.rest: UNKNOWN} if pattern.rest else {}
    for key, part in zip(pattern.keys, pattern.patterns):
        try:
            held = subject.item(evaluate(frame, key), site)
        except PathEnds:
            return NO_MATCH
        matches, bound = match(frame, part, held)
        if matches is False:
            return NO_MATCH
        captures.update(bound)
    return None, captures


def _class(frame: Frame, pattern: ast.pattern, subject: Value) -> Match:
    assert isinstance(pattern, ast.MatchClass)
    cls = evaluate(frame, pattern.cls)
    is_instance = frame.machine.world.libraries.is_instance
    values = subject.alternatives()
    site = Site(frame, pattern)
    possible = [value for value in values if is_instance(value, cls, site) is not False]
    if not possible:
        return NO_MATCH
    sure = [value for value in possible if is_instance(value, cls, site)]
    # What may be of another class is not asked for its attributes here.
    held = join_values(sure) if len(sure) == len(possible) else UNKNOWN
    return _attributes(frame, pattern, cls, held, sure=len(sure) == len(values))


def _attributes(
    frame: Frame, pattern: ast.MatchClass, cls: Value, subject: Value, *, sure: bool
) -> Match:
    """The attribute patterns of a class pattern: all are read before the first is matched."""
    names = _positional(frame, pattern, cls)
    parts = [*pattern.patterns, *pattern.kwd_patterns]
    held: list[Value] = []
    for name, part in zip([*names, *pattern.kwd_attrs], parts):
        try:
            held.append(UNKNOWN if name is None else subject.get(name, Site(frame, part)))
        except PathEnds:
            return NO_MATCH
    verdict, captures = _all(match(frame, p, value) for p, value in zip(parts, held))
    return (verdict if sure or verdict is False else None), captures


def _positional(frame: Frame, pattern: ast.MatchClass, cls: Value) -> list[str | None]:
    """The attributes that positional patterns stand for, as `__match_args__` says."""
    count = len(pattern.patterns)
    if not count:
        return []
    site = Site(frame, pattern)
    names = known_items(cls.get("__match_args__", site), site) or ()
    known = [n.value if isinstance(n, Constant) else None for n in names[:count]]
    found = [name if isinstance(name, str) else None for name in known]
    return [*found, *[None] * (count - len(found))]


_HANDLERS: dict[type[ast.pattern], Callable[[Frame, ast.pattern, Value], Match]] = {
    ast.MatchAs: _as,
    ast.MatchClass: _class,
    ast.MatchMapping: _mapping,
    ast.MatchOr: _or,
    ast.MatchSequence: _sequence,
    ast.MatchSingleton: _singleton,
    ast.MatchStar: _star,
    ast.MatchValue: _value,
}
