"""Relationships between objects: the two sides of one, its collections, what cascades along it.

Source: "Cascades", "Working with ORM Related Objects", "Using the legacy 'backref' parameter".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from flake8_greenlet.interpreter.containers import Sequence, Tuple
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import (
    NONE,
    NOTHING,
    Arguments,
    Builtin,
    Opaque,
    Site,
    Value,
    join_values,
)
from flake8_greenlet.libraries.sqlalchemy import constraints, contents, keys
from flake8_greenlet.libraries.sqlalchemy.listeners import heard
from flake8_greenlet.libraries.sqlalchemy.mapping import Attribute, MappedClass, Relationship
from flake8_greenlet.libraries.sqlalchemy.session_states import Begun
from flake8_greenlet.libraries.sqlalchemy.slots import (
    DETACHED,
    NO_MEMBERS,
    PENDING,
    PERSISTENT,
    TRANSIENT,
    Phase,
    Slot,
)
from flake8_greenlet.libraries.sqlalchemy.states import EXPIRED_BEFORE, InstanceState
from flake8_greenlet.records import dataclass, replace


@dataclass(frozen=True)
class MappedObject(Value):
    """An object of a mapped class, `cls` for what it was first known as."""

    cls: MappedClass = field(compare=False)
    address: Address

    def kind(self, site: Site) -> MappedClass:
        """Its class, as far as this path knows it."""
        return self.state(site).cls

    def state(self, site: Site) -> InstanceState:
        """What is known of it on this path."""
        state = site.state(self.address)
        if isinstance(state, InstanceState):
            return state
        return InstanceState(self.cls, frozenset({Phase.UNKNOWN}))


def related_objects(value: Value | None, site: Site) -> list[MappedObject]:
    """The mapped objects that a relationship's value holds."""
    if value is None:
        return []
    if isinstance(value, MappedObject):
        return [value]
    found: list[MappedObject] = []
    if isinstance(value, Sequence):
        contents = value.contents(site)
        for item in contents.items or (contents.summary,):
            found += related_objects(item, site) if item is not NOTHING else []
    elif isinstance(value, Tuple):
        for item in value.items:
            found += related_objects(item, site)
    elif len(value.alternatives()) > 1:
        for alternative in value.alternatives():
            found += related_objects(alternative, site)
    return found


def lead_to(owner: MappedObject, other: MappedObject, site: Site) -> None:
    """Remember which object leads to which: an eager relationship may bring it along again."""
    state = other.state(site)
    if owner.address not in state.owners:
        site.store(other.address, replace(state, owners=state.owners | {owner.address}))


def link_back(
    parent: MappedObject, relation: Relationship, child: MappedObject, site: Site
) -> None:
    """`user.posts[0].author` is free while the user lives: its key is in the identity map, which
    `lazy="raise"` does not ask."""
    for back in child.cls.mapping.relationships:
        mutual = back.name == relation.definition.back_populates
        if (mutual or back.target is parent.kind(site)) and back.is_many_to_one:
            state = child.state(site)
            slot = state.slot(back)
            if slot.value is None and not (slot.raises and back.lazy == "raise"):
                state = keys.pointed_at(state, back, parent)
                site.store(child.address, state.with_slot(back.name, Slot(parent)))


def changed(state: InstanceState, site: Site, *names: str) -> InstanceState:
    """An object that has been written to, which begins a transaction, and gives the next flush
    something to do."""
    begin_transaction(state, site)
    session = contents.session_state(state.session, site)
    if session is not None and session.savepoints:
        state = replace(state, changed_in=state.changed_in | {session.transaction})
    if names and state.is_gone:
        names = (*names, EXPIRED_BEFORE)
    return replace(state, dirty=state.dirty.union(names)) if names else state


def begin_transaction(state: InstanceState, site: Site) -> None:
    """Loading something begins a transaction of the session, and so does a change."""
    session = contents.session_state(state.session, site)
    if session is not None and state.session is not None:
        site.store(state.session, replace(session, begun=Begun.YES))


# What happens where something is put into a relationship, or taken out


def put_in(owner: MappedObject, relation: Relationship, other: MappedObject, site: Site) -> None:
    """An object has come into a relationship: it is told, and comes into the owner's session."""
    lead_to(owner, other, site)
    put_back(owner, relation, other, site)
    session = owner.state(site).session
    state = contents.session_state(session, site)
    if session is not None and state is not None and owner.address in state.objects:
        if relation.may_cascade("save-update") and other.state(site).phases == TRANSIENT:
            save(session, other, site, set())


def put_back(owner: MappedObject, relation: Relationship, other: MappedObject, site: Site) -> None:
    """`Post(author=user)`: the back reference of a new object, or of a loaded collection."""
    state = other.state(site)
    if state.several:
        return
    back = relation.back_reference(other.kind(site))
    if back is None:
        _give(other, _key_of_owner(owner, relation), site)
        return
    slot = state.slot(back)
    if back.is_collection and not state.is_new:
        state = changed(state, site, back.name)
        site.store(other.address, state)
    if back.is_collection and slot.plans:
        from flake8_greenlet.libraries.sqlalchemy.reading import look_at

        look_at(other, back, site)
        slot = other.state(site).slot(back)
    if back.is_collection is False:
        _point(other, back, owner, site)
    elif back.is_collection and (state.is_new or slot.is_loaded) and slot.cause is None:
        value = slot.value
        if isinstance(value, Sequence):
            site.store(value.address, value.contents(site).with_item(owner))
        elif value == NO_MEMBERS:
            items = Sequence.of((owner,), site)
            site.store(other.address, state.with_slot(back.name, replace(slot, value=items)))
    elif back.is_collection and state.is_new:
        items = Sequence.of((owner,), site)
        site.store(
            other.address, other.state(site).with_slot(back.name, Slot(items, implicit=True))
        )


def _key_of_owner(owner: MappedObject, relation: Relationship) -> dict[str, Value]:
    """The foreign key that a flush gives to what is in a collection, if only the flush does."""
    columns = relation.foreign_keys_of_target() if relation.is_many_to_one is False else []
    key = owner.cls.mapping.primary_key
    if len(columns) != 1 or key is None:
        return {}
    return {columns[0].name: Opaque(keys.column_symbol(owner.address, key.name))}


def take_out(owner: MappedObject, relation: Relationship, other: MappedObject, site: Site) -> None:
    """An object has left a relationship for sure: it is told."""
    state = other.state(site)
    if state.several:
        return
    back = relation.back_reference(other.kind(site))
    if back is None:
        _give(other, dict.fromkeys(_key_of_owner(owner, relation), NONE), site)
    elif back.is_collection:
        site.store(other.address, changed(state, site, back.name))
    elif back.is_collection is False:
        _point(other, back, NONE, site)


def _give(instance: MappedObject, foreign_keys: Mapping[str, Value], site: Site) -> None:
    """The next flush writes these foreign keys, and until then nobody sees them."""
    if not foreign_keys:
        return
    state = changed(instance.state(site), site, *foreign_keys)
    known = {**state.foreign_keys, **foreign_keys}
    site.store(instance.address, replace(state, foreign_keys=known))


def _point(instance: MappedObject, relation: Relationship, target: Value, site: Site) -> None:
    """One side of a relationship leads to the target, because the other side was changed."""
    state = keys.pointed_at(instance.state(site), relation, target)
    state = changed(state, site, *changed_names(relation))
    site.store(instance.address, state.with_slot(relation.name, Slot(target)))


def changed_names(relation: Relationship) -> list[str]:
    """What has changed with a relationship: its foreign keys, which the next flush writes.  Where
    the other side has them, it comes by all the same."""
    if relation.is_many_to_one is False:
        return [relation.name]
    return [column.name for column in relation.foreign_key_columns()]


def replace_related(owner: MappedObject, relation: Relationship, value: Value, site: Site) -> None:
    """What an assignment to either side of a relationship takes out, and may leave without an
    owner."""
    kept = related_objects(value, site)
    slot = owner.state(site).slots.get(relation.name, Slot())
    # What is not there is not looked for, and nobody knows whether what is assigned was there.
    is_known = slot == Slot(slot.value) and (kept or value == NONE)
    if has_orphans(relation) or relation.is_collection or is_known:
        for other in related_objects(slot.value, site):
            if other not in kept:
                _left(owner, relation, other, site)
    if value == NONE and has_orphans(relation.back_reference()):
        _make_orphan(owner, site)


def has_orphans(attribute: Attribute | None) -> bool:
    """Whether an object that is taken out of this relationship is deleted."""
    return isinstance(attribute, Relationship) and attribute.may_cascade("delete-orphan")


def _left(owner: MappedObject, relation: Relationship, other: MappedObject, site: Site) -> None:
    take_out(owner, relation, other, site)
    if has_orphans(relation):
        _make_orphan(other, site)


def _make_orphan(instance: MappedObject, site: Site) -> None:
    """The next flush deletes the object, unless something else owns it by then."""
    state = instance.state(site)
    if not state.is_new:
        site.store(instance.address, replace(state, phases=frozenset({Phase.UNKNOWN})))


_PUTS_IN = frozenset({"add", "append", "extend", "insert", "update"})
_TAKES_OUT = frozenset({"clear", "discard", "remove"})
_TAKES_SOME = frozenset({"pop"})


@dataclass(frozen=True)
class RelatedCollection(Sequence):
    """The collection of a relationship, which knows whose it is: what is put in or taken out has
    its consequences at once."""

    owner: MappedObject = field(compare=False)
    relation: Relationship = field(compare=False)

    def get(self, name: str, site: Site) -> Value:
        if name in _PUTS_IN | _TAKES_OUT | _TAKES_SOME:
            return Builtin(name, lambda given, where: self._change(name, given, where))
        return super().get(name, site)

    def _change(self, name: str, arguments: Arguments, site: Site) -> Value:
        taken = self if name in ("clear", "pop") else arguments.first()
        before = related_objects(taken, site) if name not in _PUTS_IN else []
        result = super().get(name, site).call(arguments, site)
        for other in before:
            if name in _TAKES_OUT:
                _left(self.owner, self.relation, other, site)
            elif has_orphans(self.relation):
                _make_orphan(other, site)
        self._changed(arguments.values() if name in _PUTS_IN else (), site)
        return result

    def set_item(self, key: Value, value: Value, site: Site) -> None:
        self.delete_item(key, site)
        super().set_item(key, value, site)
        self._changed((value,), site)

    def delete_item(self, key: Value, site: Site) -> None:
        if has_orphans(self.relation):
            for other in related_objects(self, site):
                _make_orphan(other, site)
        super().delete_item(key, site)
        self._changed((), site)

    def _changed(self, entered: Iterable[Value], site: Site) -> None:
        state = self.owner.state(site)
        if not state.is_new:
            site.store(self.owner.address, changed(state, site, self.relation.name))
        for value in entered:
            for other in related_objects(value, site):
                put_in(self.owner, self.relation, other, site)
        heard(self.owner, self.relation.name, site)


def owned(value: Value, owner: MappedObject, attribute: Attribute) -> Value:
    """An attribute's value as its owner hands it out."""
    if not isinstance(attribute, Relationship):
        return value
    each = value.alternatives()
    if not any(isinstance(one, Sequence) for one in each):
        return value
    return join_values(
        RelatedCollection(one.address, owner, attribute) if isinstance(one, Sequence) else one
        for one in each
    )


# Cascades


def save(session: Address, instance: MappedObject, site: Site, seen: set[Address]) -> None:
    """`add()`, and the save-update cascade to what hangs on the object."""
    held = contents.session_state(session, site)
    if instance.address in seen or held is None:
        return
    seen.add(instance.address)
    state = instance.state(site)
    phases = state.phases
    if instance.address not in held.objects or Phase.TRANSIENT in phases:
        if phases == TRANSIENT:
            phases = PENDING
        elif phases == frozenset({Phase.UNKNOWN}):
            phases = PENDING | {Phase.PERSISTENT}
        elif phases == DETACHED:
            phases = PERSISTENT
        site.store(instance.address, replace(state, phases=phases, session=session))
        contents.attach(instance.address, session, site)
        if phases == PENDING:
            constraints.added(instance.address, session, site)
    for relation in state.cls.mapping.relationships:
        slot = state.slots.get(relation.name)
        for other in related_objects(None if slot is None else slot.value, site):
            lead_to(instance, other, site)
            if other.state(site).phases == TRANSIENT and relation.may_cascade("save-update"):
                save(session, other, site, seen)
