"""From what a service is given to an object of its model, and on to the row that it changes."""

from __future__ import annotations

from flake8_greenlet.interpreter.classes import Instance
from flake8_greenlet.interpreter.containers import Dict, Sequence, known_items
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Constant,
    Site,
    Value,
    escape,
)
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.libraries.sqlalchemy.mapping import Column, MappedClass, Relationship
from flake8_greenlet.libraries.sqlalchemy.slots import UNKNOWN_SLOT, Fresh


def to_model(service: Instance, arguments: Arguments, site: Site) -> Value:
    """`service.to_model(data, "create")`: the project's own hook for the operation has a say."""
    data = arguments.get(1, "data") or UNKNOWN
    operation = arguments.get(2, "operation")
    if isinstance(operation, Constant) and f"to_model_on_{operation.value}" in HOOKS:
        hook = service.get(f"to_model_on_{operation.value}", site)
        data = hook.call(Arguments([data]), site).awaited(site)
    model = service.get("model_type", site)
    return _made(model, data, site) if isinstance(model, MappedClass) else UNKNOWN


HOOKS = tuple(f"to_model_on_{operation}" for operation in ("create", "delete", "update", "upsert"))


def _made(model: MappedClass, data: Value, site: Site) -> Value:
    """An object of the model, with what the data have of its attributes."""
    if all(isinstance(one, MappedInstance) for one in data.alternatives()):
        return data
    known, complete = data.keywords(site) if isinstance(data, Dict) else ({}, False)
    attributes = model.mapping.attributes
    fields: dict[str, Value] = {}
    for name, value in known.items():
        attribute = attributes.get(name)
        if isinstance(attribute, Relationship):
            fields[name] = _related(value, site)
        elif attribute is not None:
            fields[name] = value
    return model.call(Arguments([], fields, open_ended=not complete), site)


def _related(value: Value, site: Site) -> Value:
    """Of what is no object yet, an object is made."""
    items = known_items(value, site) or (value,)
    if value == NONE or all(isinstance(item, MappedInstance) for item in items):
        return value
    escape(value, site)
    return UNKNOWN


def each_to_model(service: Instance, data: Value, operation: str, site: Site) -> Value:
    """A list of data as a list of objects."""

    def convert(item: Value) -> Value:
        hook = service.get("to_model", site)
        return hook.call(Arguments([item, Constant(operation)]), site).awaited(site)

    items = known_items(data, site)
    if items is not None:
        return Sequence.of([convert(item) for item in items], site)
    each = data.element(site)
    return Sequence.of_each(convert(UNKNOWN if each is None else each), site)


def take_over(row: MappedInstance, data: MappedInstance, site: Site, *, quiet: bool) -> None:
    """An object gets what a new one was given.

    `quiet` says that what this cannot load for a relationship is passed over in silence; then
    nobody knows what the relationship has become.
    """
    state = data.state(site)
    if not isinstance(state.origin, Fresh):
        row.set_any(UNKNOWN, site)
        may_have_loaded(row, site)
    for name, slot in state.slots.items():
        attribute = data.cls.mapping.attributes.get(name)
        value = slot.value or UNKNOWN
        if isinstance(attribute, Relationship) and quiet:
            escape(value, site)
            site.store(row.address, row.state(site).with_slot(name, UNKNOWN_SLOT))
        elif isinstance(attribute, Relationship) or (
            isinstance(attribute, Column) and not attribute.definition.primary_key
        ):
            row.set(name, value, site)


def may_have_loaded(row: MappedInstance, site: Site) -> None:
    """Any relationship may be there."""
    for relation in row.cls.mapping.relationships:
        site.store(row.address, row.state(site).with_slot(relation.name, UNKNOWN_SLOT))
