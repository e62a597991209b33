"""What identifies a row: its primary key and its foreign keys, as far as the source spells them.

Two keys are the same when the source says so: the same constant, the same parameter, the
attribute of the same object.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import NONE, Constant, Opaque, Site, Value
from flake8_greenlet.libraries.sqlalchemy.mapping import (
    Column,
    MappedClass,
    Relationship,
)
from flake8_greenlet.libraries.sqlalchemy.states import InstanceState
from flake8_greenlet.records import replace

Key = object
Keys = frozenset[Key]


def key_of(value: Value | None) -> Key | None:
    """What identifies a value, so that two occurrences of it can be seen to be the same."""
    if isinstance(value, Constant):
        return None if value.value is None else value.identity()
    return value.symbol if isinstance(value, Opaque) else None


def is_constant(key: Key | None) -> bool:
    """Whether the source spells a key out: who does that knows which rows there are."""
    return isinstance(key, tuple) and isinstance(key[0], type)


def column_symbol(address: Address, column: str) -> Key:
    """What stands for the value of a key column of an object."""
    return ("key", address, column)


def primary_keys(address: Address, state: InstanceState) -> Iterator[Key]:
    """All that is known to be an object's primary key."""
    if state.key is not None:
        yield state.key
    column = state.cls.mapping.primary_key
    if column is not None:
        yield column_symbol(address, column.name)
        slot = state.slots.get(column.name)
        given = None if slot is None else key_of(slot.value)
        if given is not None:
            yield given


def pointed_at(state: InstanceState, relation: Relationship, target: Value) -> InstanceState:
    """The object after one of its relationships was assigned: the flush copies the key."""
    columns = {column.name for column in relation.foreign_key_columns()}
    kept = {name: value for name, value in state.foreign_keys.items() if name not in columns}
    return replace(state, foreign_keys={**kept, **keys_to(relation, target)})


def may_point_at(state: InstanceState, relation: Relationship, target: Value) -> bool:
    """Whether the foreign key of an object may well be the key of this target already: it is known
    to be, or the target is one of several."""
    if len([one for one in target.alternatives() if one != NONE]) > 1:
        return True
    known = state.foreign_keys
    columns = relation.foreign_key_columns()
    if relation.target and any(map(relation.target.mapping.leads_beside_key, columns)):
        # Of such a key nothing is kept but that it was given.
        return all(column.name in known for column in columns)
    given = keys_to(relation, target)
    return bool(given) and all(known.get(name) == value for name, value in given.items())


def keys_to(relation: Relationship, target: Value) -> Mapping[str, Value]:
    """The foreign keys by which a relationship leads to a target, as far as they are plain."""
    columns = relation.foreign_key_columns()
    objects = [one for one in target.alternatives() if one != NONE]
    if len(objects) == 1:
        # What may be None as well is hardly ever assigned where it is.
        target = objects[0]
    cls = getattr(target, "cls", None)
    key = cls.mapping.primary_key if isinstance(cls, MappedClass) else None
    if len(columns) == 1 and target == NONE:
        return {columns[0].name: NONE}
    if len(columns) == 1 and key is not None:
        address: Address = target.address  # type: ignore[attr-defined]
        return {columns[0].name: Opaque(column_symbol(address, key.name))}
    return {}


def leads_to_some(state: InstanceState, cls: MappedClass | None) -> bool:
    """Whether an object that has a row belongs to some row of a class: its foreign key was given,
    or cannot be NULL, and neither can those of what it leads to."""
    given = {name for name, value in state.foreign_keys.items() if key_of(value) is not None}
    reached = _targets(state.cls, given)
    new = reached
    while new:
        new = frozenset().union(*map(_targets, new)) - reached
        reached |= new
    return cls in reached


def _targets(cls: MappedClass, given: Collection[str] = ()) -> frozenset[MappedClass]:
    """The classes to which all rows of a class lead, or one for which these keys were given."""
    return frozenset(
        relation.target
        for relation in cls.mapping.relationships
        if relation.is_many_to_one and relation.target is not None
        for column in relation.foreign_key_columns()
        if column.definition.nullable is False or column.name in given
    )


def may_lead_to(state: InstanceState, foreign_keys: Mapping[str, Value]) -> bool:
    """Whether an object may have these foreign keys: one that was constructed in sight has those
    that it was given there, and otherwise none."""
    if not state.kinds.exact:
        return True
    unknown = {name for name, slot in state.slots.items() if slot.unknown}
    return all(
        name in unknown or key_of(state.foreign_keys.get(name)) == key_of(value)
        for name, value in foreign_keys.items()
    )


def foreign_keys(
    address: Address, state: InstanceState, columns: Iterable[Column], site: Site
) -> Keys:
    """All that stands for the value of an object's foreign key."""
    found: set[Key] = set()
    for column in columns:
        symbol = column_symbol(address, column.name)
        found.add(symbol)
        found.update(compared_keys(symbol, site))
        given = key_of(state.foreign_keys.get(column.name))
        if given is not None:
            found.add(given)
    return frozenset(found)


def compared_keys(symbol: Key, site: Site) -> Iterator[Key]:
    """What a key was found to be equal to on this path: `if post.author_id == user.id:`"""
    for condition, outcome in site.heap.facts.items():
        if outcome and isinstance(condition, tuple) and condition[0] == "is":
            _, left, right = condition
            if left == symbol:
                yield right
            elif right == symbol:
                yield left
