"""Attributes that are made of others: composites and association proxies.

Source: SQLAlchemy's "Composite Column Types" and "Association Proxy".
"""

from __future__ import annotations

import ast

from flake8_greenlet.interpreter.containers import Sequence
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Known,
    Seen,
    Site,
    Value,
    escape,
)
from flake8_greenlet.libraries.sqlalchemy.mapping import AssociationProxy, Composite
from flake8_greenlet.records import dataclass

_MAKING = frozenset("add append extend insert setdefault update".split())
_CHANGING = frozenset("clear discard pop popitem remove reverse sort".split())


def read_derived(attribute: Composite | AssociationProxy, instance: Value, site: Site) -> Value:
    """`invoice.total` reads its columns, `user.keywords` the relationship that it goes through."""
    if isinstance(attribute, Composite):
        for name in attribute.columns:
            instance.get(name, site)
        return site.opaque()
    target = instance.get(attribute.target, site)
    if attribute.is_collection is None:
        return site.opaque()
    if attribute.is_collection:
        return ProxiedCollection(instance, attribute)

    def follow(value: Value) -> Value:
        return NONE if value == NONE else value.get(attribute.attribute, site)

    return site.machine.each(target.alternatives(), follow)


def write_derived(
    attribute: Composite | AssociationProxy, instance: Value, value: Value, site: Site
) -> None:
    """A composite sets its columns; a proxy reads what it goes through, and makes new objects."""
    escape(value, site)
    if isinstance(attribute, Composite):
        for name in attribute.columns:
            instance.set(name, site.opaque(), site)
        return
    target = instance.get(attribute.target, site)
    if isinstance(target, Sequence):
        site.store(target.address, target.contents(site).with_some(UNKNOWN))
    elif not attribute.is_collection:
        instance.set(attribute.target, site.opaque(), site)


@dataclass(frozen=True)
class ProxiedCollection(Known):
    """What an association proxy over a collection gives: it looks the collection up each time."""

    instance: Value
    proxy: AssociationProxy

    def _target(self, site: Site) -> Value:
        return self.instance.get(self.proxy.target, site)

    def element(self, site: Site) -> Value | None:
        element = self._target(site).element(site)
        return None if element is None else element.get(self.proxy.attribute, site)

    def item(self, key: Value, site: Site) -> Value:
        return self._target(site).item(key, site).get(self.proxy.attribute, site)

    def truth(self, site: Site) -> bool | None:
        return self._target(site).truth(site)

    def length(self, site: Site) -> Value:
        return self._target(site).length(site)

    def contains(self, item: Value, site: Site) -> Value:
        self.element(site)
        return site.opaque()

    def compare(self, operator: ast.cmpop, other: Value, site: Site) -> Value:
        if not isinstance(operator, (ast.Is, ast.IsNot)):
            self.element(site)
        return UNKNOWN

    def representation(self, site: Site) -> Value:
        element = self.element(site)
        return UNKNOWN if element is None else element.representation(site)

    def get(self, name: str, site: Site) -> Value:
        def run(arguments: Arguments, where: Site) -> Value:
            target = self._target(where)
            arguments.escape(where)
            if name in _MAKING or name in _CHANGING:
                # A new object of the other class, which nobody here has made.
                given = Arguments([UNKNOWN] * max(len(arguments.positional), name in _MAKING))
                target.get(name, where).call(given, where)
            else:
                self.element(where)
            return where.opaque()

        return Builtin(name, run)

    def escape(self, site: Site, seen: Seen) -> None:
        self.instance.escape(site, seen)
