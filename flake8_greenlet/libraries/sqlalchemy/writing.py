"""What writing an attribute does, and what a flush makes of it.

Source: "Flushing", "Cascades", "Persistence Techniques".
"""

from __future__ import annotations

from flake8_greenlet.events import Deferred
from flake8_greenlet.interpreter.containers import Sequence
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import (
    Arguments,
    Constant,
    Context,
    Site,
    Value,
)
from flake8_greenlet.libraries.sqlalchemy import constraints, contents, keys
from flake8_greenlet.libraries.sqlalchemy.derived import write_derived
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.libraries.sqlalchemy.loading import EMPTY_PLAN
from flake8_greenlet.libraries.sqlalchemy.mapping import (
    AssociationProxy,
    Attribute,
    Column,
    Composite,
    Relationship,
)
from flake8_greenlet.libraries.sqlalchemy.reading import (
    load_members_of_deleted,
    may_be_held,
    reads_database,
    report,
    what_is_held,
)
from flake8_greenlet.libraries.sqlalchemy.related import (
    changed,
    changed_names,
    put_in,
    related_objects,
    replace_related,
)
from flake8_greenlet.libraries.sqlalchemy.slots import (
    DELETED,
    PENDING,
    PERSISTENT,
    UNKNOWN_SLOT,
    Phase,
    Slot,
)
from flake8_greenlet.libraries.sqlalchemy.states import InstanceState
from flake8_greenlet.libraries.sqlalchemy.transitions import (
    brought_back,
    inserted,
    selected_again,
    updated,
)
from flake8_greenlet.records import replace


def write(instance: MappedInstance, attribute: Attribute, value: Value, site: Site) -> None:
    """`user.name = …`, `user.posts = […]`: some attributes read first what they replace."""
    if isinstance(attribute, (Composite, AssociationProxy)):
        write_derived(attribute, instance, value, site)
        return
    if isinstance(attribute, Relationship) and attribute.is_large:
        from flake8_greenlet.libraries.sqlalchemy.large_collections import replaced

        replaced(instance, attribute, site)
    value = _validated(instance, attribute, value, site)
    if _reads_what_it_replaces(attribute):
        state = instance.state(site)
        slot = state.slot(attribute)
        if slot.cause is not None and slot.is_missing and not state.is_new:
            if site.context is not Context.GREENLET and reads_database(
                instance, attribute, state, slot, site
            ):
                report(instance, attribute, slot.cause, site)
    put(instance, attribute, value, site)


def _reads_what_it_replaces(attribute: Attribute) -> bool:
    """Collections do, keys (the UPDATE has to find the row), and what keeps its history."""
    if isinstance(attribute, Column):
        return attribute.definition.primary_key or attribute.definition.active_history
    return isinstance(attribute, Relationship) and attribute.is_collection is True


def _validated(instance: MappedInstance, attribute: Attribute, value: Value, site: Site) -> Value:
    """What `@validates` makes of an assigned value; those of collections validate each item."""
    validator = instance.kind(site).mapping.validators.get(attribute.name)
    if validator is None or (isinstance(attribute, Relationship) and attribute.is_collection):
        return value
    return validator.call(Arguments([instance, Constant(attribute.name), value]), site)


def put(instance: MappedInstance, attribute: Attribute, value: Value, site: Site) -> None:
    """Store an attribute's new value, and the other side of a relationship."""
    value.operand(site)
    if _leads_there(instance, attribute, value, site):
        # The next flush comes by, but has no UPDATE for it.
        state = changed(instance.state(site), site, attribute.name)
        site.store(instance.address, state)
        return
    if isinstance(attribute, Relationship):
        replace_related(instance, attribute, value, site)
    state = instance.state(site)
    state = state.with_slot(attribute.name, Slot(value))
    if isinstance(attribute, Column):
        state = changed(state, site, attribute.name)
        if attribute.definition.has_foreign_key:
            state = replace(state, foreign_keys={**state.foreign_keys, attribute.name: value})
        if attribute.definition.unique:
            constraints.unclaim(instance.address, attribute.name, state.session, site)
    elif isinstance(attribute, Relationship):
        stays = keys.may_point_at(state, attribute, value)
        # The next flush comes by all the same, but the row may have that key already.
        names = [attribute.name] if stays else changed_names(attribute)
        state = changed(state, site, *names)
        state = keys.pointed_at(state, attribute, value)
    else:
        state = changed(state, site)
    site.store(instance.address, state)
    if isinstance(attribute, Relationship):
        for other in related_objects(value, site):
            put_in(instance, attribute, other, site)


def _leads_there(instance: MappedInstance, attribute: Attribute, value: Value, site: Site) -> bool:
    """Whether a relationship is assigned the one object that it leads to already.

    What may be None as well is hardly ever assigned where it is.
    """
    slot = instance.state(site).slot(attribute)
    if not isinstance(attribute, Relationship) or slot != Slot(slot.value):
        return False
    now, before = (related_objects(one, site) for one in (value, slot.value))
    if attribute.is_collection is not False or len(now) != 1 or now != before:
        return False
    target = now[0].state(site)
    return not target.several and target.in_turn is None


def touched(state: InstanceState, site: Site) -> InstanceState:
    """A new object's implicit empty collections, made real by an `append`; also by one in a loop,
    as a loop over nothing is rare, but not where only another branch has it."""
    for name, slot in state.slots.items():
        if slot.implicit and isinstance(slot.value, Sequence):
            items = slot.value.contents(site).items
            if items != ():
                cause = None if items is None else slot.cause
                state = state.with_slot(name, Slot(slot.value, cause))
    return state


def _load_keys(instance: MappedInstance, state: InstanceState, site: Site) -> None:
    """An INSERT, and that of the rows of an association table after it, needs the keys of what the
    object leads to: what is wholly expired is loaded; but not on a path that does not have the
    object."""
    somewhere = contents.is_elsewhere_too(instance.address, state.session, site)
    for relation in state.cls.mapping.relationships:
        slot = state.slots.get(relation.name)
        if slot is None or not relation.writes_key_of_target:
            continue
        for other in related_objects(slot.value, site):
            target = other.state(site)
            if target.is_gone:
                loaded = brought_back(target)
                site.store(other.address, target.join(loaded) if somewhere else loaded)


def _find_to_delete(instance: MappedInstance, attribute: Attribute, site: Site) -> None:
    """A flush that deletes an object loads what is missing of it, but what is only viewed.

    For the target of a many-to-one it asks the identity map and nobody else.  What that answers
    counts as loaded, even where reading it would have been an error.
    """
    state = instance.state(site)
    slot = state.slot(attribute)
    relation = attribute if isinstance(attribute, Relationship) else None
    if relation is not None and relation.definition.is_view:
        return
    if relation is None or not relation.is_many_to_one or relation.may_cascade("delete"):
        if slot.cause is None or _is_left_out(attribute, slot):
            return
        if relation is not None and not slot.unknown and _members_stay(relation, state, site):
            load_members_of_deleted(instance, relation, site)
        else:
            site.store(instance.address, state.with_slot(attribute.name, UNKNOWN_SLOT))
    elif slot.is_fillable and may_be_held(instance, relation, state, site):
        persistent = replace(state, phases=PERSISTENT)
        held = what_is_held(instance, relation, persistent, replace(slot, unheld=True), site)
        found = replace(slot, cause=None, raises=False).join(Slot(held))
        site.store(instance.address, instance.state(site).with_slot(relation.name, found))


def _is_left_out(attribute: Attribute, slot: Slot) -> bool:
    """Whether a flush that deletes an object does without a deferred column of it."""
    if not isinstance(attribute, Column) or not isinstance(slot.cause, Deferred):
        return False
    return not (attribute.definition.primary_key or attribute.definition.has_foreign_key)


def load_to_delete(instance: MappedInstance, site: Site) -> None:
    """A flush that deletes an object has loaded its row, and what its cascades lead to, before it
    writes anything."""
    state = instance.state(site)
    if state.phases != DELETED:
        return
    if state.is_gone:
        site.store(instance.address, selected_again(state, EMPTY_PLAN))
    for attribute in state.cls.mapping.attributes.values():
        _find_to_delete(instance, attribute, site)


def _members_stay(relation: Relationship, state: InstanceState, site: Site) -> bool:
    """Whether a flush that deletes an object loads a collection of it of which nothing is deleted
    with it."""
    definition, target = relation.definition, relation.target
    if not relation.is_collection or definition.passive_deletes or relation.may_cascade("delete"):
        return False
    return target is not None and not any(
        Phase.DELETED in other.phases and other.cls.is_related(target)
        for _, other in contents.objects(state.session, site)
    )


def flush_one(instance: MappedInstance, transaction: Address, site: Site) -> None:
    """What a flush does to one object of the session."""
    load_to_delete(instance, site)
    state = instance.state(site)
    if Phase.PENDING in state.phases:
        _load_keys(instance, state, site)
    if state.phases == PENDING:
        site.store(instance.address, inserted(touched(state, site), transaction, site.machine.age))
    elif Phase.PENDING in state.phases and Phase.UNKNOWN not in state.phases:
        # Pending on some paths only: on these it is inserted, on the others it stays.
        pending = replace(state, phases=PENDING)
        other = replace(state, phases=state.phases - PENDING)
        other = updated(other) if state.dirty else other
        site.store(
            instance.address,
            inserted(touched(pending, site), transaction, site.machine.age).join(other),
        )
    elif state.dirty and Phase.PERSISTENT in state.phases:
        site.store(instance.address, updated(state))
