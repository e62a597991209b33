"""Tuples, lists, sets and dicts.

A sequence whose items are known one by one keeps them; any other is one summary: the join of
what may be in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from flake8_greenlet.interpreter.heap import Address, is_static
from flake8_greenlet.interpreter.values import (
    NONE,
    NOTHING,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Mergeable,
    Opaque,
    PathEnds,
    Seen,
    Site,
    Value,
    join,
    join_values,
)
from flake8_greenlet.records import dataclass, replace

MAX_ITEMS = 12


@dataclass(frozen=True)
class Tuple(Mergeable):
    """A tuple of known length."""

    items: tuple[Value, ...]

    def merged(self, other: Value) -> Value | None:
        if not isinstance(other, Tuple) or len(self.items) != len(other.items):
            return None
        return Tuple(tuple(map(join, self.items, other.items)))

    def element(self, site: Site) -> Value | None:
        return join_values(self.items) if self.items else None

    def unpack(self, count: int, site: Site) -> list[Value] | None:
        return list(self.items) if len(self.items) == count else None

    def item(self, key: Value, site: Site) -> Value:
        if isinstance(key, Constant) and isinstance(key.value, int):
            try:
                return self.items[key.value]
            except IndexError:
                raise PathEnds from None
        return join_values(self.items)

    def truth(self, site: Site) -> bool | None:
        return bool(self.items)

    def contains(self, item: Value, site: Site) -> Value:
        return contains(self.items, item)

    def length(self, site: Site) -> Value:
        return Constant(len(self.items))

    def representation(self, site: Site) -> Value:
        for item in self.items:
            item.representation(site)
        return UNKNOWN

    def matters(self, site: Site, depth: int) -> bool:
        return any(item.matters(site, depth) for item in self.items)

    def escape(self, site: Site, seen: Seen) -> None:
        for item in self.items:
            item.escape(site, seen)


@dataclass(frozen=True)
class Contents:
    """What is in a list, set or deque: its items one by one, or a summary of them."""

    items: tuple[Value, ...] | None = None
    summary: Value = NOTHING
    may_be_empty: bool = True
    most: tuple[Value, ...] = ()
    """Of those that the summary stands for, such as are in there together on some path."""

    def join(self, other: Contents) -> Contents:
        if self == other:
            return self
        if self.items is not None and other.items is not None:
            if len(self.items) == len(other.items):
                return Contents(tuple(map(join, self.items, other.items)))
        empty = self.truth() is not True or other.truth() is not True
        most = max(self.together, other.together, key=len)
        joined = Contents(None, join(self.each(), other.each()), empty, most)
        # What a test has told apart comes together again as what it was.
        return self if joined == self else joined

    @property
    def together(self) -> tuple[Value, ...]:
        """The items that there are on the path that has most of them."""
        return self.most if self.items is None else self.items

    def each(self) -> Value:
        """Any one of the items; NOTHING when there is none."""
        if self.items is None:
            return self.summary
        return join_values(self.items) if self.items else NOTHING

    def truth(self) -> bool | None:
        if self.items is not None:
            return bool(self.items)
        return None if self.may_be_empty else True

    def given(self, truth: bool) -> Contents:
        """Where it turned out to have something in it, or nothing."""
        if not truth:
            return EMPTY
        return self if self.items is not None else replace(self, may_be_empty=False)

    def with_item(self, item: Value) -> Contents:
        if self.items is not None and len(self.items) < MAX_ITEMS:
            return Contents((*self.items, item))
        return self._with_others(item, (item,), may_be_empty=False)

    def extended(self, source: Value, site: Site) -> Contents:
        """After the items of another collection were added."""
        items = known_items(source, site)
        if items is not None and self.items is not None:
            if len(self.items) + len(items) <= MAX_ITEMS:
                return Contents((*self.items, *items))
        element = source.element(site)
        more = source.contents(site).together if isinstance(source, Sequence) else items or ()
        return self if element is None else self.with_some(element, more)

    def with_some(self, item: Value, more: tuple[Value, ...] = ()) -> Contents:
        """After any number of items like this one was added, `more` of them on some path."""
        return self._with_others(item, more, may_be_empty=self.truth() is not True)

    def _with_others(self, item: Value, more: tuple[Value, ...], *, may_be_empty: bool) -> Contents:
        most = (*self.together, *more)[:MAX_ITEMS]
        return Contents(None, join(self.each(), item), may_be_empty, most)


UNKNOWN_CONTENTS = Contents(None, UNKNOWN)
EMPTY = Contents(())


@dataclass(frozen=True)
class Sequence(Value):
    """A list, set, deque or any other collection that is iterated over."""

    address: Address

    @staticmethod
    def of(items: Iterable[Value], site: Site) -> Sequence:
        """A new one with known items."""
        known = tuple(items)
        contents = (
            Contents(known) if len(known) <= MAX_ITEMS else Contents(None, join_values(known))
        )
        return Sequence(site.allocate(contents))

    @staticmethod
    def of_each(
        summary: Value, site: Site, *, may_be_empty: bool = True, most: tuple[Value, ...] = ()
    ) -> Sequence:
        """A new one with any number of items like this."""
        return Sequence(site.allocate(Contents(None, summary, may_be_empty, most)))

    def contents(self, site: Site) -> Contents:
        state = site.state(self.address)
        return state if isinstance(state, Contents) else UNKNOWN_CONTENTS

    def get(self, name: str, site: Site) -> Value:
        method = _METHODS.get(name)
        if method is None:
            return UNKNOWN
        return Builtin(name, lambda arguments, where: method(self, arguments, where))

    def is_filled(self, site: Site) -> bool:
        return self.contents(site).truth() is True

    def element(self, site: Site) -> Value | None:
        each = self.contents(site).each()
        return None if each is NOTHING else each

    def unpack(self, count: int, site: Site) -> list[Value] | None:
        items = self.contents(site).items
        return list(items) if items is not None and len(items) == count else None

    def item(self, key: Value, site: Site) -> Value:
        contents = self.contents(site)
        if isinstance(key, Constant) and isinstance(key.value, int) and contents.items is not None:
            try:
                return contents.items[key.value]
            except IndexError:
                raise PathEnds from None
        each = contents.each()
        if isinstance(key, Slice):
            return UNKNOWN if each is NOTHING else Sequence.of_each(each, site)
        if each is NOTHING:
            raise PathEnds
        each.one_of_many(site, 1)
        return each

    def set_item(self, key: Value, value: Value, site: Site) -> None:
        site.store(self.address, self.contents(site).with_some(value))

    def delete_item(self, key: Value, site: Site) -> None:
        _shrink(self, Arguments([key]), site)

    def truth(self, site: Site) -> bool | None:
        return self.contents(site).truth()

    def assumed(self, outcome: bool, site: Site) -> None:
        contents = self.contents(site)
        if contents.truth() is None:
            if not outcome:
                contents.each().none_there(site)
            site.store(self.address, contents.given(outcome))

    def matters(self, site: Site, depth: int) -> bool:
        return depth > 0 and self.contents(site).each().matters(site, depth - 1)

    def length(self, site: Site) -> Value:
        items = self.contents(site).items
        return UNKNOWN if items is None else Constant(len(items))

    def contains(self, item: Value, site: Site) -> Value:
        items = self.contents(site).items
        if not items and self.address < 0:
            # What exists once per project, others may have filled.
            return UNKNOWN
        return UNKNOWN if items is None else contains(items, item)

    def representation(self, site: Site) -> Value:
        contents = self.contents(site)
        items = (contents.summary,) if contents.items is None else contents.items
        return represent_all(self.address, items, site)

    def escape(self, site: Site, seen: Seen) -> None:
        if self.address in seen:
            return
        seen.add(self.address)
        contents = self.contents(site)
        contents.each().escape(site, seen)
        site.store(self.address, UNKNOWN_CONTENTS)


def contains(items: Iterable[Value], item: Value) -> Value:
    """`item in items`, as far as constants go, and where there are none at all."""
    others = list(items)
    if not others:
        return Constant(False)
    if not isinstance(item, Constant):
        return UNKNOWN
    if any(isinstance(other, Constant) and other.value == item.value for other in others):
        return Constant(True)
    return Constant(False) if all(isinstance(o, Constant) for o in others) else UNKNOWN


def represent_all(address: Address, items: Iterable[Value], site: Site) -> Value:
    """The representation of what holds these items; where it holds itself, it is cut short."""
    under_way = site.machine.representing
    if address not in under_way:
        under_way.add(address)
        try:
            for item in items:
                item.representation(site)
        finally:
            under_way.remove(address)
    return UNKNOWN


class Enumerable(Value):
    """A library's collection whose members are known one by one."""

    __slots__ = ()

    def members(self, site: Site) -> tuple[Value, ...]:
        """What it holds, in order."""
        raise NotImplementedError


def known_items(value: Value, site: Site) -> tuple[Value, ...] | None:
    """The items of a collection, where each of a few is known; a loop over them is unrolled."""
    if isinstance(value, Sequence):
        return value.contents(site).items
    if isinstance(value, Dict):
        entries = value.entries(site).items()
        return None if entries is None else tuple(key for key, _ in entries)
    if not isinstance(value, (Tuple, Enumerable)):
        return None
    items = value.items if isinstance(value, Tuple) else value.members(site)
    return items if len(items) <= MAX_ITEMS else None


class Slice(Opaque):
    """`a:b` as a key."""

    __slots__ = ()


SLICE = Slice("slice")


def _append(target: Sequence, arguments: Arguments, site: Site) -> Value:
    site.store(target.address, target.contents(site).with_item(arguments.first() or UNKNOWN))
    return NONE


def _insert(target: Sequence, arguments: Arguments, site: Site) -> Value:
    item = arguments.positional[-1] if arguments.positional else UNKNOWN
    site.store(target.address, target.contents(site).with_some(item, (item,)))
    return NONE


def _extend(target: Sequence, arguments: Arguments, site: Site) -> Value:
    source = arguments.first() or UNKNOWN
    site.store(target.address, target.contents(site).extended(source, site))
    return NONE


def _pop(target: Sequence, arguments: Arguments, site: Site) -> Value:
    contents = target.contents(site)
    each = contents.each()
    if each is NOTHING:
        raise PathEnds
    site.store(target.address, Contents(None, each))
    return each


def _clear(target: Sequence, arguments: Arguments, site: Site) -> Value:
    site.store(target.address, Contents(()))
    return NONE


def _copy(target: Sequence, arguments: Arguments, site: Site) -> Value:
    return Sequence(site.allocate(target.contents(site)))


def _shrink(target: Sequence, arguments: Arguments, site: Site) -> Value:
    site.store(target.address, Contents(None, target.contents(site).each()))
    return NONE


def _union(target: Sequence, arguments: Arguments, site: Site) -> Value:
    united = _copy(target, arguments, site)
    assert isinstance(united, Sequence)
    _extend(united, arguments, site)
    return united


def _sort(target: Sequence, arguments: Arguments, site: Site) -> Value:
    from flake8_greenlet.interpreter.turns import call_for_each

    key = arguments.keywords.get("key")
    element = target.element(site)
    if key is not None and element is not None:
        call_for_each(key, element, site)
    return _shrink(target, arguments, site)


_METHODS = {
    "add": _insert,
    "append": _append,
    "appendleft": _insert,
    "clear": _clear,
    "copy": _copy,
    "discard": _shrink,
    "extend": _extend,
    "insert": _insert,
    "pop": _pop,
    "popleft": _pop,
    "remove": _shrink,
    "reverse": _shrink,
    "sort": _sort,
    "union": _union,
    "update": _extend,
}


Key = tuple[type, object]
"""The identity of a constant."""


@dataclass(frozen=True)
class Entries:
    """What is in a dict: what constant keys are known to hold, and a summary of the rest."""

    known: Mapping[Key, Value] = field(default_factory=dict)
    rest: Value = NOTHING

    def join(self, other: Entries) -> Entries:
        if self == other:
            return self
        known = {
            key: join(value, other.known.get(key, other.rest))
            for key, value in self.known.items()
            if key in other.known
        }
        strays = [value for key, value in self.known.items() if key not in other.known]
        strays += [value for key, value in other.known.items() if key not in self.known]
        rest = join(self.rest, other.rest)
        for value in strays:
            rest = join(rest, value)
        return Entries(known, rest)

    def each(self) -> Value:
        joined = self.rest
        for value in self.known.values():
            joined = join(joined, value)
        return joined

    def items(self) -> list[tuple[Value, Value]] | None:
        """Its keys and their values, where all of them are known and they are few."""
        if self.rest is not NOTHING or len(self.known) > MAX_ITEMS:
            return None
        return [(Constant(key), value) for (_, key), value in self.known.items()]

    def updated(self, other: Entries) -> Entries:
        """After the entries of another dict were added; a summary may hold any key."""
        known = {key: join(value, other.rest) for key, value in self.known.items()}
        return Entries({**known, **other.known}, join(self.rest, other.rest))

    def without(self, key: Value | None) -> Entries:
        """After an entry was taken out, of whatever key."""
        if isinstance(key, Constant):
            name = key.identity()
            return Entries({n: value for n, value in self.known.items() if n != name}, self.rest)
        return Entries({}, self.each())

    def with_item(self, key: Value, value: Value) -> Entries:
        if isinstance(key, Constant) and len(self.known) < 4 * MAX_ITEMS:
            return Entries({**self.known, key.identity(): value}, self.rest)
        return Entries(self.known, join(self.rest, value))


UNKNOWN_ENTRIES = Entries({}, UNKNOWN)


@dataclass(frozen=True)
class Dict(Value):
    """A dict."""

    address: Address

    def entries(self, site: Site) -> Entries:
        state = site.state(self.address)
        return state if isinstance(state, Entries) else UNKNOWN_ENTRIES

    def keywords(self, site: Site) -> tuple[dict[str, Value], bool]:
        """What `**self` hands to a call, and whether that is all of it."""
        entries = self.entries(site)
        known = {str(name): value for (_, name), value in entries.known.items()}
        return known, entries.rest is NOTHING

    def get(self, name: str, site: Site) -> Value:
        method = _DICT_METHODS.get(name)
        if method is None:
            return UNKNOWN
        return Builtin(name, lambda arguments, where: method(self, arguments, where))

    def element(self, site: Site) -> Value | None:
        return None if self.entries(site).each() is NOTHING else site.opaque()

    def item(self, key: Value, site: Site) -> Value:
        entries = self.entries(site)
        if isinstance(key, Constant) and key.identity() in entries.known:
            return entries.known[key.identity()]
        if entries.rest is NOTHING and isinstance(key, Constant):
            raise PathEnds
        each = entries.rest if isinstance(key, Constant) else entries.each()
        if each is NOTHING:
            return UNKNOWN
        each.one_of_many(site, 1)
        return each

    def set_item(self, key: Value, value: Value, site: Site) -> None:
        site.store(self.address, self.entries(site).with_item(key, value))

    def matters(self, site: Site, depth: int) -> bool:
        return depth > 0 and self.entries(site).each().matters(site, depth - 1)

    def delete_item(self, key: Value, site: Site) -> None:
        site.store(self.address, self.entries(site).without(key))

    def contains(self, item: Value, site: Site) -> Value:
        entries = self.entries(site)
        if isinstance(item, Constant) and item.identity() in entries.known:
            return Constant(True)
        sure = isinstance(item, Constant) and entries.rest is NOTHING
        return Constant(False) if sure else UNKNOWN

    def representation(self, site: Site) -> Value:
        entries = self.entries(site)
        return represent_all(self.address, (*entries.known.values(), entries.rest), site)

    def truth(self, site: Site) -> bool | None:
        entries = self.entries(site)
        if entries.known:
            return True
        return False if entries.rest is NOTHING else None

    def escape(self, site: Site, seen: Seen) -> None:
        if self.address in seen:
            return
        seen.add(self.address)
        self.entries(site).each().escape(site, seen)
        site.store(self.address, UNKNOWN_ENTRIES)


def left_empty(value: Value, site: Site) -> None:
    """What code that runs once leaves empty, such as a module or an `__init__`, it has made for
    others to fill: what is in it by now is unknown."""
    if isinstance(value, (Sequence, Dict)) and value.truth(site) is False:
        value.escape(site, set())


def _dict_get(target: Dict, arguments: Arguments, site: Site) -> Value:
    default = arguments.get(1, "default") or NONE
    if target.entries(site).each() is NOTHING and not is_static(target.address):
        return default
    try:
        found = Dict.item(target, arguments.first() or UNKNOWN, site)
    except PathEnds:
        return default
    key = arguments.first()
    sure = isinstance(key, Constant) and key.identity() in target.entries(site).known
    return found if sure else join(found, default)


def _dict_values(target: Dict, arguments: Arguments, site: Site) -> Value:
    entries = target.entries(site)
    if entries.rest is NOTHING:
        return Sequence.of(entries.known.values(), site)
    return Sequence.of_each(entries.each(), site)


def _dict_keys(target: Dict, arguments: Arguments, site: Site) -> Value:
    items = known_items(target, site)
    return Sequence.of_each(site.opaque(), site) if items is None else Sequence.of(items, site)


def _dict_items(target: Dict, arguments: Arguments, site: Site) -> Value:
    items = target.entries(site).items()
    if items is not None:
        return Sequence.of(map(Tuple, items), site)
    each = target.entries(site).each()
    if each is NOTHING:
        return Sequence.of((), site)
    return Sequence.of_each(Tuple((site.opaque(), each)), site)


def _dict_setdefault(target: Dict, arguments: Arguments, site: Site) -> Value:
    value = _dict_get(target, arguments, site)
    target.set_item(arguments.first() or UNKNOWN, value, site)
    return value


def _dict_update(target: Dict, arguments: Arguments, site: Site) -> Value:
    source = arguments.first()
    if source is not None or arguments.open_ended:
        entries = target.entries(site)
        more = source.entries(site) if isinstance(source, Dict) else UNKNOWN_ENTRIES
        site.store(target.address, entries.updated(more))
    for name, value in arguments.keywords.items():
        target.set_item(Constant(name), value, site)
    return NONE


def _dict_pop(target: Dict, arguments: Arguments, site: Site) -> Value:
    value = _dict_get(target, arguments, site)
    site.store(target.address, target.entries(site).without(arguments.first()))
    return value


def _dict_pop_item(target: Dict, arguments: Arguments, site: Site) -> Value:
    each = target.entries(site).each()
    if each is NOTHING:
        raise PathEnds
    site.store(target.address, Entries({}, each))
    return Tuple((site.opaque(), each))


def _dict_clear(target: Dict, arguments: Arguments, site: Site) -> Value:
    site.store(target.address, Entries())
    return NONE


def _dict_copy(target: Dict, arguments: Arguments, site: Site) -> Value:
    return replace(target, address=site.allocate(target.entries(site)))


_DICT_METHODS = {
    "clear": _dict_clear,
    "copy": _dict_copy,
    "get": _dict_get,
    "items": _dict_items,
    "keys": _dict_keys,
    "pop": _dict_pop,
    "popitem": _dict_pop_item,
    "setdefault": _dict_setdefault,
    "update": _dict_update,
    "values": _dict_values,
}
