"""Listeners of mapped attributes, and of objects that are made.

A listener runs in the very assignment, and may fill, change and take away whatever it wants of the
object: what that was not given counts as unknown from there on.  Source: "ORM Events",
`AttributeEvents` and `InstanceEvents.init()`.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_greenlet.interpreter.classes import ClassValue
from flake8_greenlet.interpreter.code import descendants, last_name
from flake8_greenlet.interpreter.values import Site
from flake8_greenlet.libraries.sqlalchemy.slots import HandedIn
from flake8_greenlet.records import replace

if TYPE_CHECKING:
    from flake8_greenlet.libraries.sqlalchemy.related import MappedObject

INIT = "init"
_OF_ATTRIBUTES = frozenset({"append", "append_wo_mutation", "bulk_replace", "remove", "set"})


def listened(cls: ClassValue) -> frozenset[str]:
    """The attributes whose change runs a listener, and `INIT` where the making of an object does,
    as far as the files around the class and its ancestors say."""
    world = cls.world
    return frozenset(
        name
        for ancestor in cls.lineage
        for module in world.nearby(ancestor.module, b"listen")
        for owner, name in world.facts(module.tree, _subjects)
        if owner == ancestor.name
    )


def _subjects(tree: ast.AST) -> frozenset[tuple[str, str]]:
    """What is listened to in a file, as the name of a class and that of an attribute, or `INIT`."""
    calls = (node for node in descendants(tree) if isinstance(node, ast.Call))
    subjects = (_subject(*call.args[:2]) for call in calls if len(call.args) > 1)
    return frozenset(subject for subject in subjects if subject is not None)


def _subject(target: ast.expr, event: ast.expr) -> tuple[str, str] | None:
    if not isinstance(event, ast.Constant):
        return None
    if event.value == INIT:
        return last_name(target), INIT
    if event.value in _OF_ATTRIBUTES and isinstance(target, ast.Attribute):
        return last_name(target.value), target.attr
    return None


def heard(instance: MappedObject, name: str, site: Site) -> None:
    """An attribute has changed: where somebody listens, that may have changed the rest."""
    state = instance.state(site)
    if name in state.cls.mapping.listened:
        there = {name: slot for name, slot in state.slots.items() if slot.cause is None}
        site.store(instance.address, replace(state, origin=HandedIn(), slots=there))
