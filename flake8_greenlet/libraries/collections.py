"""`collections`: lists and dicts with another way in."""

from __future__ import annotations

from flake8_greenlet.interpreter.builtins import BUILTINS
from flake8_greenlet.interpreter.containers import Contents, Dict, Sequence
from flake8_greenlet.interpreter.types import Form, form
from flake8_greenlet.interpreter.values import (
    NONE,
    NOTHING,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Seen,
    Site,
    Value,
)
from flake8_greenlet.records import dataclass


@dataclass(frozen=True)
class DefaultDict(Dict):
    """`defaultdict(list)`: what is missing is made where it is asked for."""

    factory: Value

    def item(self, key: Value, site: Site) -> Value:
        if self.factory == NONE or self._may_hold(key, site):
            return super().item(key, site)
        made = self.factory.call(Arguments(), site)
        if isinstance(made, Sequence) and not isinstance(key, Constant):
            # One stands for those of all keys, and nobody knows which holds what.
            site.store(made.address, Contents(None))
        self.set_item(key, made, site)
        return made

    def _may_hold(self, key: Value, site: Site) -> bool:
        entries = self.entries(site)
        if isinstance(key, Constant):
            return key.identity() in entries.known or entries.rest is not NOTHING
        return entries.each() is not NOTHING

    def escape(self, site: Site, seen: Seen) -> None:
        super().escape(site, seen)
        self.factory.escape(site, seen)


def _default_dict(arguments: Arguments, site: Site) -> Value:
    factory, *rest = arguments.positional or [NONE]
    given = Arguments(rest, arguments.keywords, arguments.open_ended)
    plain = BUILTINS["dict"].call(given, site)
    return DefaultDict(plain.address, factory) if isinstance(plain, Dict) else UNKNOWN


def _form(name: str, constructor: Value) -> Form:
    found = form(name, constructor)
    assert found is not None
    return found


NAMES: dict[str, Value] = {
    "collections.OrderedDict": _form("OrderedDict", BUILTINS["dict"]),
    "collections.defaultdict": _form("defaultdict", Builtin("defaultdict", _default_dict)),
    "collections.deque": _form("deque", BUILTINS["list"]),
}
