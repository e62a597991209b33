"""Mappings to a `Table`, and those that stand outside of the class that they map.

Source: SQLAlchemy's "Declarative with Imperative Table", "Imperative Mapping".
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import field

from flake8_greenlet.interpreter.classes import ClassScope, ClassValue
from flake8_greenlet.interpreter.code import descendants, last_name
from flake8_greenlet.interpreter.containers import Dict
from flake8_greenlet.interpreter.expressions import call_arguments, evaluate
from flake8_greenlet.interpreter.frames import Scope
from flake8_greenlet.interpreter.modules import External, ModuleValue
from flake8_greenlet.interpreter.values import Constant, Site, Value
from flake8_greenlet.interpreter.world import World
from flake8_greenlet.libraries.sqlalchemy.definitions import ColumnDef, TableDef
from flake8_greenlet.project import Module
from flake8_greenlet.records import dataclass

_WORDS = {"map_imperatively": b"map_imperatively", "mapper": b"mapper("}
"""The functions that map a class, and how their calls show in the text of a module."""
_SOME_COLUMNS = frozenset({"column_prefix", "exclude_properties", "include_properties"})


@dataclass(frozen=True)
class Mapper(Value):
    """What was said to the mapper of a class beside its body."""

    table: TableDef | None = None
    keywords: dict[str, Value] = field(default_factory=dict, hash=False)
    properties: dict[str, Value] = field(default_factory=dict, hash=False)

    def columns(self) -> Iterator[tuple[str, ColumnDef]]:
        """The columns that the table brings along, by the names of their attributes."""
        if self.table is None or not _SOME_COLUMNS.isdisjoint(self.keywords):
            return
        named = {p.name for p in self.properties.values() if isinstance(p, ColumnDef)}
        for key, column in self.table.columns.items():
            if column.name not in named:
                yield key, column

    @property
    def eager_defaults(self) -> bool | None:
        """What the mapper was told of them, None if nothing that is known."""
        value = self.keywords.get("eager_defaults")
        if isinstance(value, Constant) and isinstance(value.value, bool):
            return value.value
        return None


def mapper_of(cls: ClassValue) -> Mapper:
    """What is known of the mapper of one class, its ancestors left aside."""
    found = _call(cls)
    if found is None:
        return _mapper_of_body(cls)
    home, call = found

    def work(site: Site) -> Value:
        arguments = call_arguments(site.frame, call)
        table = arguments.get(1, "local_table")
        return _mapper(table, arguments.keywords, site)

    value = cls.world.statically(home, Scope(None, None), call, work)
    return value if isinstance(value, Mapper) else Mapper()


def _mapper_of_body(cls: ClassValue) -> Mapper:
    table, given = cls.own("__table__"), cls.own("__mapper_args__")
    if table is None and given is None:
        return Mapper()

    def work(site: Site) -> Value:
        keywords = given.keywords(site)[0] if isinstance(given, Dict) else {}
        return _mapper(table, keywords, site)

    value = cls.world.statically(cls.module, ClassScope(cls), cls.node, work)
    return value if isinstance(value, Mapper) else Mapper()


def _mapper(table: Value | None, keywords: dict[str, Value], site: Site) -> Mapper:
    properties = keywords.get("properties")
    return Mapper(
        table if isinstance(table, TableDef) else None,
        keywords,
        properties.keywords(site)[0] if isinstance(properties, Dict) else {},
    )


def is_mapped_elsewhere(cls: ClassValue) -> bool:
    """Whether a call in the module of the class, or in one beside it, maps it."""
    return _call(cls) is not None


def classes_mapped_in(world: World, module: Module) -> Iterator[tuple[ast.Call, Value]]:
    """The classes that calls in a module map."""
    for calls in world.facts(module.tree, _calls).values():
        for call in calls:
            yield call, _value(world, module, _subject(call))


def _call(cls: ClassValue) -> tuple[Module, ast.Call] | None:
    world = cls.world
    for function, word in _WORDS.items():
        for home in world.nearby(cls.module, word):
            for call in world.facts(home.tree, _calls).get((function, cls.name), ()):
                if _is_sqlalchemys(world, home, call) and _names(cls, home, _subject(call)):
                    return home, call
    return None


def _calls(tree: ast.AST) -> dict[tuple[str, str], list[ast.Call]]:
    """The calls of functions that map a class, by the names of function and class."""
    found: dict[tuple[str, str], list[ast.Call]] = {}
    for node in descendants(tree):
        if isinstance(node, ast.Call) and node.args:
            function, subject = last_name(node.func), last_name(node.args[0])
            if function in _WORDS and subject:
                found.setdefault((function, subject), []).append(node)
    return found


def _subject(call: ast.Call) -> ast.expr:
    return call.args[0]


def _is_sqlalchemys(world: World, home: Module, call: ast.Call) -> bool:
    if last_name(call.func) != "mapper":
        return True  # nobody else has a method of that name
    function = _value(world, home, call.func)
    return isinstance(function, External) and function.qualified.startswith("sqlalchemy.")


def _names(cls: ClassValue, home: Module, node: ast.expr) -> bool:
    """Whether an expression in a module is the name of a class.

    The class may be in the making, and must not be asked for; so only the statements that bind
    the name are looked at.
    """
    if isinstance(node, ast.Attribute):
        module = _value(cls.world, home, node.value)
        return isinstance(module, ModuleValue) and module.module is cls.module
    bindings = home.bindings.get(cls.name, [])
    if home is cls.module:
        return cls.node in bindings
    return any(
        isinstance(node, ast.ImportFrom)
        and cls.world.project.resolve(home, node.module, node.level) == cls.module.path
        for node in bindings
    )


def _value(world: World, module: Module, node: ast.expr) -> Value:
    scope = Scope(None, None)
    return world.statically(module, scope, node, lambda site: evaluate(site.frame, node))
