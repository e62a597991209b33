"""Objects of other libraries that work with a session on behalf of the project.

What they do is said in the session's own terms: a table of methods, each a few calls.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import field

from flake8_greenlet.interpreter.classes import Instance, Property
from flake8_greenlet.interpreter.values import UNKNOWN, Arguments, Builtin, Site, Value
from flake8_greenlet.libraries.sqlalchemy.coroutines import SqlCoroutine
from flake8_greenlet.libraries.sqlalchemy.queries import Statement
from flake8_greenlet.libraries.sqlalchemy.sessions import Session
from flake8_greenlet.records import dataclass

Method = Callable[[Instance, Arguments, Site], Value]


def coroutine(
    name: str, run: Callable[[Site], Value], receiver: Value, given: Arguments, site: Site
) -> Value:
    """The coroutine of a method of the receiver: `run` is what awaiting it does."""
    touches = (receiver, *given.values())
    return SqlCoroutine("", name, "", run, site, quiet=True, touches=touches)


def coroutine_method(name: str, run: Method) -> Property:
    """A coroutine method, bound to the object that it is looked up on."""

    def bound(arguments: Arguments, site: Site) -> Value:
        receiver = arguments.first()
        if not isinstance(receiver, Instance):
            return UNKNOWN

        def call(given: Arguments, where: Site) -> Value:
            # What stands behind a single star are filters, and never a name.
            is_open = given.open_ended and not _names_all(where.node)
            given = Arguments(given.positional, given.keywords, is_open)
            return coroutine(name, lambda then: run(receiver, given, then), receiver, given, where)

        return Builtin(name, call)

    return Property(Builtin(name, bound))


def _names_all(node: ast.AST) -> bool:
    """Whether a call spells out all of its named arguments."""
    return isinstance(node, ast.Call) and all(keyword.arg for keyword in node.keywords)


@dataclass(frozen=True)
class Adapter(Value):
    """A class of another library, as the classes of the project below it see it."""

    name: str
    initialize: Builtin
    methods: Mapping[str, Value] = field(hash=False)

    def get(self, name: str, site: Site) -> Value:
        return self.initialize if name == "__init__" else self.methods.get(name, UNKNOWN)

    def item(self, key: Value, site: Site) -> Value:
        return self


def steps(value: Value, site: Site, *names: str) -> Value:
    """`value.first().second()`"""
    for name in names:
        value = value.get(name, site).call(Arguments(), site)
    return value


def run(session: Session, method: str, site: Site, *given: Value) -> Value:
    """`await session.method(…)`"""
    value = session.get(method, site).call(Arguments(list(given)), site)
    return value.awaited(site) if session.is_async and method not in _PLAIN else value


_PLAIN = ("add", "add_all", "expunge")


def some_of(model: Value, options: list[Value], site: Site) -> Value:
    """`select(model).options(…).where(…)`, whatever it asks for; or a statement with more to it."""
    statement = model if isinstance(model, Statement) else Statement("select", (model,))
    asked: Value = statement
    if options:
        asked = statement.get("options", site).call(Arguments(options), site)
    return asked.get("where", site).call(Arguments([UNKNOWN]), site)
