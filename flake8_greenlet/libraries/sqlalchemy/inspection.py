"""`inspect(user)` and its kin: what can be asked of an object, with or without reading it.

Source: SQLAlchemy's "Runtime Inspection API", `InstanceState`, `AttributeState`.
"""

from __future__ import annotations

import ast

from flake8_greenlet.interpreter.containers import Enumerable
from flake8_greenlet.interpreter.values import (
    NONE,
    TRUE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Site,
    Value,
)
from flake8_greenlet.libraries.sqlalchemy.instances import AttributeNames, MappedInstance, Presence
from flake8_greenlet.libraries.sqlalchemy.mappers import MapperView
from flake8_greenlet.libraries.sqlalchemy.mapping import Attribute, MappedClass
from flake8_greenlet.libraries.sqlalchemy.reading import read
from flake8_greenlet.libraries.sqlalchemy.related import changed
from flake8_greenlet.libraries.sqlalchemy.slots import Gone, Phase, Slot
from flake8_greenlet.libraries.sqlalchemy.writing import write
from flake8_greenlet.records import dataclass


@dataclass(frozen=True)
class Inspection(Value):
    """`inspect(user)`: what can be asked of an object without reading it."""

    instance: MappedInstance

    def get(self, name: str, site: Site) -> Value:
        if name == "unloaded":
            return AttributeNames(self.instance, loaded=False)
        if name == "dict":
            return AttributeNames(self.instance, loaded=True)
        if name == "mapper":
            return MapperView(self.instance.kind(site))
        if name == "object":
            return self.instance
        if name in ("expired", "expired_attributes"):
            return self._is_expired(site)
        if name in _PHASES:
            phases = self.instance.state(site).phases
            if Phase.UNKNOWN in phases or (len(phases) > 1 and _PHASES[name] in phases):
                return site.opaque()
            return Constant(_PHASES[name] in phases)
        return InspectedAttributes(self.instance) if name == "attrs" else UNKNOWN

    def _is_expired(self, site: Site) -> Value:
        """Whether a refresh would bring something back; where that depends, no is an answer."""
        state = self.instance.state(site)
        if isinstance(state.origin, Gone):
            return TRUE
        columns = self.instance.cls.mapping.columns
        return Presence(self.instance, columns, False, site)


_PHASES = {
    "detached": Phase.DETACHED,
    "pending": Phase.PENDING,
    "persistent": Phase.PERSISTENT,
    "transient": Phase.TRANSIENT,
}


@dataclass(frozen=True)
class InspectedAttributes(Enumerable):
    """`inspect(user).attrs`"""

    instance: MappedInstance

    def get(self, name: str, site: Site) -> Value:
        attribute = self.instance.kind(site).mapping.attributes.get(name)
        return UNKNOWN if attribute is None else InspectedAttribute(self.instance, attribute)

    def item(self, key: Value, site: Site) -> Value:
        return self.get(str(key.value), site) if isinstance(key, Constant) else UNKNOWN

    def members(self, site: Site) -> tuple[Value, ...]:
        attributes = self.instance.kind(site).mapping.attributes
        return tuple(InspectedAttribute(self.instance, a) for a in attributes.values())

    def element(self, site: Site) -> Value | None:
        return UNKNOWN


@dataclass(frozen=True)
class InspectedAttribute(Value):
    """`inspect(user).attrs.posts`: its `value` reads, its `loaded_value` and `history` do not."""

    instance: MappedInstance
    attribute: Attribute

    def get(self, name: str, site: Site) -> Value:
        if name == "value":
            return read(self.instance, self.attribute, site)
        if name == "loaded_value":
            slot = self.instance.state(site).slot(self.attribute)
            return site.opaque() if slot.is_loaded or slot.unknown else NO_VALUE
        if name == "load_history":
            return Builtin(name, lambda given, where: self._load(where))
        return Constant(self.attribute.name) if name == "key" else UNKNOWN

    def _load(self, site: Site) -> Value:
        read(self.instance, self.attribute, site)
        return UNKNOWN


@dataclass(frozen=True)
class NoValue(Value):
    """`NO_VALUE`, which stands for what is not loaded; nothing else is the same as it."""

    def compare(self, operator: ast.cmpop, other: Value, site: Site) -> Value:
        if isinstance(operator, (ast.Is, ast.Eq, ast.IsNot, ast.NotEq)):
            same = isinstance(other, NoValue)
            return Constant(same is isinstance(operator, (ast.Is, ast.Eq)))
        return UNKNOWN


NO_VALUE = NoValue()


def inspect(arguments: Arguments, site: Site) -> Value:
    """`inspect(user)`, `inspect(User)`"""
    subject = arguments.first()
    if isinstance(subject, MappedInstance):
        return Inspection(subject)
    return MapperView(subject) if isinstance(subject, MappedClass) else UNKNOWN


def mapper_of(arguments: Arguments, site: Site) -> Value:
    """`class_mapper(User)`, `object_mapper(user)`"""
    subject = arguments.first()
    if isinstance(subject, MappedInstance):
        return MapperView(subject.kind(site))
    return MapperView(subject) if isinstance(subject, MappedClass) else UNKNOWN


def _named(arguments: Arguments, site: Site) -> tuple[MappedInstance, Attribute] | None:
    """The object and the attribute that a function of `sqlalchemy.orm.attributes` is given."""
    instance, name = arguments.get(0, "obj"), arguments.get(1, "key")
    if not isinstance(instance, MappedInstance):
        instance = arguments.get(0, "instance")
    if isinstance(instance, MappedInstance) and isinstance(name, Constant):
        attribute = instance.kind(site).mapping.attributes.get(str(name.value))
        return None if attribute is None else (instance, attribute)
    return None


def get_history(arguments: Arguments, site: Site) -> Value:
    """`get_history(user, "posts")`: it reads, unless `passive` says otherwise."""
    found = _named(arguments, site)
    if found is not None and arguments.get(2, "passive") is None:
        read(*found, site)
    return UNKNOWN


def get_attribute(arguments: Arguments, site: Site) -> Value:
    """`get_attribute(user, "posts")`"""
    found = _named(arguments, site)
    return UNKNOWN if found is None else read(*found, site)


def set_attribute(arguments: Arguments, site: Site) -> Value:
    """`set_attribute(user, "posts", posts)`"""
    found, value = _named(arguments, site), arguments.get(2, "value")
    if found is None or value is None:
        arguments.escape(site)
    else:
        write(*found, value, site)
    return NONE


def flag_modified(arguments: Arguments, site: Site) -> Value:
    """`flag_modified(user, "data")`: the next flush writes it."""
    found = _named(arguments, site)
    if found is None:
        arguments.escape(site)
        return NONE
    instance, attribute = found
    site.store(instance.address, changed(instance.state(site), site, attribute.name))
    return NONE


def set_committed_value(arguments: Arguments, site: Site) -> Value:
    """`set_committed_value(user, "posts", posts)`: as if a query had loaded it."""
    found, value = _named(arguments, site), arguments.get(2, "value")
    if found is None or value is None:
        arguments.escape(site)
        return NONE
    instance, attribute = found
    site.store(instance.address, instance.state(site).with_slot(attribute.name, Slot(value)))
    return NONE
