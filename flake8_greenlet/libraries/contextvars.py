"""`contextvars`: what one part of a program sets, and every other one gets.

Source: Python's "Context Variables": within a task, `get()` returns what was `set()` last.
"""

from __future__ import annotations

from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.types import instance_of
from flake8_greenlet.interpreter.values import (
    NONE,
    NOTHING,
    UNKNOWN,
    Arguments,
    Builtin,
    Known,
    Site,
    Value,
)
from flake8_greenlet.records import dataclass


@dataclass(frozen=True)
class VariableClass(Value):
    """`ContextVar`, `ContextVar[AsyncSession]`: what it holds, only a type says."""

    type: Value | None = None

    def item(self, key: Value, site: Site) -> Value:
        return VariableClass(key)

    def call(self, arguments: Arguments, site: Site) -> Value:
        return self.made(site) or UNKNOWN

    def made(self, site: Site) -> Value | None:
        return None if self.type is None else Variable(self.type, site.allocate(NOTHING))


@dataclass(frozen=True)
class Variable(Known):
    """A context variable. What was set elsewhere is something of its type, and the same one until
    it is set again."""

    type: Value
    cell: Address

    def get(self, name: str, site: Site) -> Value:
        methods = {"get": self._get, "set": self._set, "reset": self._reset}
        return Builtin(name, methods[name]) if name in methods else UNKNOWN

    def _get(self, arguments: Arguments, site: Site) -> Value:
        value = site.state(self.cell)
        if not isinstance(value, Value) or value is NOTHING:
            value = instance_of(self.type, site) or site.opaque()
            site.store(self.cell, value)
        return value

    def _set(self, arguments: Arguments, site: Site) -> Value:
        site.store(self.cell, arguments.get(0, "value") or UNKNOWN)
        return site.opaque()

    def _reset(self, arguments: Arguments, site: Site) -> Value:
        site.store(self.cell, NOTHING)
        return NONE


_CONTEXT_VAR = VariableClass()


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name of `contextvars`."""
    return _CONTEXT_VAR if qualified == "contextvars.ContextVar" else None
