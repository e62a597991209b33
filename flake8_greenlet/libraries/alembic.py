"""Alembic's `context.config`: the URL that `env.py` makes its engine with.

It is what stands in `alembic.ini`, unless `env.py` sets another one.

Source: Alembic's tutorial, "Editing the .ini File", and its cookbook, "Using Asyncio with Alembic".
"""

from __future__ import annotations

import ast
import configparser
from collections.abc import Iterator

from flake8_greenlet.interpreter.code import descendants
from flake8_greenlet.interpreter.containers import Dict, Entries
from flake8_greenlet.interpreter.frames import Scope
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Known,
    Site,
    Value,
)
from flake8_greenlet.libraries.sqlalchemy.urls import TextPrefix
from flake8_greenlet.records import dataclass

_SECTION = "alembic"
_URL = "sqlalchemy.url"


class Context(Known):
    """`alembic.context`"""

    def get(self, name: str, site: Site) -> Value:
        return _CONFIG if name == "config" else UNKNOWN

    def truth(self, site: Site) -> bool | None:
        return True


class Config(Known):
    """`context.config`"""

    def get(self, name: str, site: Site) -> Value:
        if name == "config_ini_section":
            return Constant(_SECTION)
        method = _METHODS.get(name)
        return UNKNOWN if method is None else Builtin(name, method)

    def truth(self, site: Site) -> bool | None:
        return True


_CONTEXT, _CONFIG = Context(), Config()


def _main_option(arguments: Arguments, site: Site) -> Value:
    return _url(site) if arguments.first() == Constant(_URL) else UNKNOWN


def _section_option(arguments: Arguments, site: Site) -> Value:
    section, name = arguments.get(0, "section"), arguments.get(1, "name")
    return _url(site) if (section, name) == (Constant(_SECTION), Constant(_URL)) else UNKNOWN


def _section(arguments: Arguments, site: Site) -> Value:
    if arguments.first() != Constant(_SECTION):
        return UNKNOWN
    known = {Constant(_URL).identity(): _url(site)}
    return Dict(site.allocate(Entries(known, UNKNOWN)))


def _nothing(arguments: Arguments, site: Site) -> Value:
    return NONE


_METHODS = {
    "get_main_option": _main_option,
    "get_section": _section,
    "get_section_option": _section_option,
    "set_main_option": _nothing,
    "set_section_option": _nothing,
}


@dataclass(frozen=True)
class Settings:
    """What a module does to the URL."""

    at_import: tuple[ast.expr, ...]
    """What it is set to, one after the other, whenever the module is run."""
    elsewhere: bool
    """Whether it is set under a condition as well, or in a function."""


def settings(tree: ast.AST) -> Settings:
    """What a module hands to `set_main_option("sqlalchemy.url", …)`."""
    assert isinstance(tree, ast.Module)
    calls = [node for node in descendants(tree) if _sets_the_url(node)]
    statements = (statement.value for statement in _always(tree.body))
    at_import = [node for node in statements if node in calls and isinstance(node, ast.Call)]
    given = tuple(call.args[1] for call in at_import if len(call.args) > 1)
    return Settings(given, len(given) < len(calls))


def _always(statements: list[ast.stmt]) -> Iterator[ast.Expr]:
    """The expressions that are evaluated whenever these statements are run."""
    for statement in statements:
        if isinstance(statement, ast.Expr):
            yield statement
        elif isinstance(statement, ast.If) and isinstance(statement.test, ast.Constant):
            yield from _always(statement.body if statement.test.value else statement.orelse)


def _sets_the_url(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    if node.func.attr == "set_section_option":
        return True
    first = node.args[0] if node.args else None
    sets = node.func.attr == "set_main_option"
    return sets and (not isinstance(first, ast.Constant) or first.value == _URL)


def _url(site: Site) -> Value:
    """The URL, as far as it is known before Alembic is started."""
    world, module = site.machine.world, site.frame.module
    found = world.facts(module.tree, settings)
    if found.elsewhere:
        return UNKNOWN
    if not found.at_import:
        return _url_of_the_file(site)
    last = found.at_import[-1]
    return world.statically(
        module, Scope(None, None), last, lambda where: where.machine.evaluate(where.frame, last)
    )


def _url_of_the_file(site: Site) -> Value:
    """What the nearest `alembic.ini` says, if that is no template."""
    path = site.frame.module.path
    data = None if path is None else site.machine.world.project.data_above(path, "alembic.ini")
    parser = configparser.RawConfigParser()
    try:
        parser.read_string((data or b"").decode())
        url = parser.get(_SECTION, _URL)
    except (configparser.Error, UnicodeDecodeError):
        return UNKNOWN
    scheme, separator, _ = url.partition("://")
    return TextPrefix(scheme + separator) if separator and "%" not in scheme else UNKNOWN


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name of `alembic`."""
    return {"alembic.context": _CONTEXT, "alembic.context.config": _CONFIG}.get(qualified)
