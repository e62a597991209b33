"""What the functions of `operator` that take something out of a thing do."""

from __future__ import annotations

from flake8_greenlet.interpreter.containers import Tuple
from flake8_greenlet.interpreter.values import UNKNOWN, Arguments, Builtin, Constant, Site, Value
from flake8_greenlet.records import dataclass


@dataclass(frozen=True)
class AttributeGetter(Value):
    """`attrgetter("author.name", …)`"""

    names: tuple[str, ...]

    def call(self, arguments: Arguments, site: Site) -> Value:
        subject = arguments.first() or UNKNOWN
        found = tuple(self._follow(subject, name, site) for name in self.names)
        return found[0] if len(found) == 1 else Tuple(found)

    @staticmethod
    def _follow(value: Value, dotted: str, site: Site) -> Value:
        for name in dotted.split("."):
            value = value.get(name, site)
        return value

    def truth(self, site: Site) -> bool | None:
        return True


@dataclass(frozen=True)
class ItemGetter(Value):
    """`itemgetter(0, …)`"""

    keys: tuple[Value, ...]

    def call(self, arguments: Arguments, site: Site) -> Value:
        subject = arguments.first() or UNKNOWN
        found = tuple(subject.item(key, site) for key in self.keys)
        return found[0] if len(found) == 1 else Tuple(found)


@dataclass(frozen=True, eq=False)
class MethodCaller(Value):
    """`methodcaller("to_dict", …)`"""

    name: str
    arguments: Arguments

    def call(self, arguments: Arguments, site: Site) -> Value:
        subject = arguments.first() or UNKNOWN
        return subject.get(self.name, site).call(self.arguments, site)


def _attrgetter(arguments: Arguments, site: Site) -> Value:
    names = _texts(arguments.positional)
    return UNKNOWN if not names or arguments.open_ended else AttributeGetter(names)


def _itemgetter(arguments: Arguments, site: Site) -> Value:
    keys = tuple(arguments.positional)
    return UNKNOWN if not keys or arguments.open_ended else ItemGetter(keys)


def _methodcaller(arguments: Arguments, site: Site) -> Value:
    names = _texts(arguments.positional[:1])
    if not names:
        arguments.escape(site)
        return UNKNOWN
    rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.open_ended)
    return MethodCaller(names[0], rest)


def _texts(values: list[Value]) -> tuple[str, ...]:
    """The strings that these are; none at all unless each is one."""
    found = [
        value.value
        for value in values
        if isinstance(value, Constant) and isinstance(value.value, str)
    ]
    return tuple(found) if len(found) == len(values) else ()


_NAMES: dict[str, Value] = {
    "operator.attrgetter": Builtin("attrgetter", _attrgetter),
    "operator.itemgetter": Builtin("itemgetter", _itemgetter),
    "operator.methodcaller": Builtin("methodcaller", _methodcaller),
}


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name below `operator`."""
    return _NAMES.get(qualified)
