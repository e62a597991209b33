"""What tests put in the place of other things: `unittest.mock.patch()`, pytest's `monkeypatch`,
pytest-mock's `mocker`.

Whatever is replaced counts as unknown from then on, also after the `with` block that did it.
"""

from __future__ import annotations

import ast

from flake8_greenlet.interpreter.classes import ClassValue, Instance
from flake8_greenlet.interpreter.code import descendants, last_name
from flake8_greenlet.interpreter.functions import FunctionValue
from flake8_greenlet.interpreter.modules import ModuleValue
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Known,
    Opaque,
    PathEnds,
    Site,
    Value,
)
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.libraries.sqlalchemy.mapping import MappedClass

_OF_THE_PROJECT = (ClassValue, Instance, MappedClass, MappedInstance, ModuleValue)


class Patch(Known):
    """`patch`, which replaces what a dotted name stands for."""

    def get(self, name: str, site: Site) -> Value:
        member = _OF_PATCH.get(name)
        return UNKNOWN if member is None else Builtin(name, member)

    def call(self, arguments: Arguments, site: Site) -> Value:
        _replace_dotted(arguments.get(0, "target"), arguments.get(1, "new"), site)
        return _PATCHER


class Patcher(Value):
    """What `patch(…)` returns: a decorator, a context manager, or the mock itself."""

    def call(self, arguments: Arguments, site: Site) -> Value:
        first = arguments.first()
        if isinstance(first, (FunctionValue, ClassValue)):
            return first
        return super().call(arguments, site)


_PATCHER = Patcher()


def _patch_object(arguments: Arguments, site: Site) -> Value:
    target = arguments.get(0, "target") or UNKNOWN
    _replace(target, arguments.get(1, "attribute"), arguments.get(2, "new"), site)
    return _PATCHER


def _patch_several(arguments: Arguments, site: Site) -> Value:
    target = arguments.get(0, "target") or UNKNOWN
    if isinstance(target, Constant):
        target = _import(str(target.value), site)
    for name, new in arguments.keywords.items():
        if name not in _OPTIONS:
            _replace(target, Constant(name), new, site)
    return _PATCHER


_OPTIONS = frozenset({"target", "spec", "create", "spec_set", "autospec", "new_callable"})
_OF_PATCH = {"multiple": _patch_several, "object": _patch_object}


class Mocker(Known):
    """pytest-mock's `mocker`."""

    def get(self, name: str, site: Site) -> Value:
        return _PATCH if name == "patch" else UNKNOWN


class MonkeyPatch(Known):
    """pytest's `monkeypatch`."""

    def get(self, name: str, site: Site) -> Value:
        if name == "setattr":
            return Builtin(name, _set_attribute)
        return UNKNOWN


def _set_attribute(arguments: Arguments, site: Site) -> Value:
    target = arguments.get(0, "target") or UNKNOWN
    if isinstance(target, Constant):
        _replace_dotted(target, arguments.get(1, "name"), site)
    else:
        _replace(target, arguments.get(1, "name"), arguments.get(2, "value"), site)
    return NONE


def _replace_dotted(target: Value | None, new: Value | None, site: Site) -> None:
    if not isinstance(target, Constant) or not isinstance(target.value, str):
        site.machine.hush()
        return
    path, _, name = target.value.rpartition(".")
    _replace(_import(path, site), Constant(name), new, site)


def _import(path: str, site: Site) -> Value:
    """What a dotted name leads to, modules and what is in them."""
    first, *rest = path.split(".")
    value = site.machine.world.module_value(site.frame.module, first)
    for name in rest:
        value = value.get(name, site)
    return value


def _replace(target: Value, name: Value | None, new: Value | None, site: Site) -> None:
    """`setattr(target, name, new)`; where a library explains the target, what it says of that is
    no longer so."""
    if isinstance(target, Opaque):
        return
    known = isinstance(name, Constant) and isinstance(name.value, str)
    if known and isinstance(target, _OF_THE_PROJECT):
        assert isinstance(name, Constant)
        with site.machine.silent():
            target.set(str(name.value), new or UNKNOWN, site)
    else:
        site.machine.hush()


def decorated(function: FunctionValue, site: Site) -> None:
    """What the decorators of an entry point, or of its class, put in the place of something."""
    patches = site.machine.world.facts(function.module.tree, _names_of_patch)
    heads = [function.node] if function.owner is None else [function.owner.node, function.node]
    for head in heads:
        for decorator in getattr(head, "decorator_list", ()):
            if patches & site.machine.world.facts(decorator, _words):
                inner = site.within(function.module, function.scope)
                try:
                    inner.machine.evaluate(inner.frame, decorator)
                except PathEnds:
                    site.machine.hush()


def _names_of_patch(tree: ast.AST) -> frozenset[str]:
    """What a file calls `patch`."""
    return frozenset({"patch"}) | {
        alias.asname
        for node in descendants(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name == "patch" and alias.asname
    }


def _words(decorator: ast.AST) -> frozenset[str]:
    return frozenset(map(last_name, descendants(decorator)))


_PATCH = Patch()
_NAMES: dict[str, Value] = {
    "mock.patch": _PATCH,
    "unittest.mock.patch": _PATCH,
}


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name of `unittest.mock`."""
    return _NAMES.get(qualified)
