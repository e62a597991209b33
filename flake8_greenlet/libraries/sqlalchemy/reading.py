"""What reading an attribute does: it is there, the identity map answers, or it is IO.

Source: "Preventing Implicit IO when Using AsyncSession", "Lazy Loading".
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from flake8_greenlet.events import AttributeRead, Cause, Deferred, Expired, Generated, NeverLoaded
from flake8_greenlet.interpreter.containers import Contents, Sequence
from flake8_greenlet.interpreter.functions import in_context
from flake8_greenlet.interpreter.heap import Address, is_static
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Context,
    Decisive,
    Known,
    Opaque,
    PathEnds,
    Site,
    Value,
    join,
)
from flake8_greenlet.libraries.sqlalchemy import contents, identity, keys
from flake8_greenlet.libraries.sqlalchemy.concurrency import does_io
from flake8_greenlet.libraries.sqlalchemy.coroutines import SqlCoroutine, spelled
from flake8_greenlet.libraries.sqlalchemy.derived import read_derived
from flake8_greenlet.libraries.sqlalchemy.errors import DETACHED_ERROR, INVALID_REQUEST, READ_ERROR
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.libraries.sqlalchemy.loading import EMPTY_PLAN, MENDED_PLAN, Plan
from flake8_greenlet.libraries.sqlalchemy.mapping import (
    AssociationProxy,
    Attribute,
    Column,
    Composite,
    MappedClass,
    Relationship,
    Unclear,
)
from flake8_greenlet.libraries.sqlalchemy.meeting import come_along, meet_loaded
from flake8_greenlet.libraries.sqlalchemy.related import (
    MappedObject,
    begin_transaction,
    lead_to,
    link_back,
    owned,
    related_objects,
)
from flake8_greenlet.libraries.sqlalchemy.rows import (
    come_along_unseen,
    load_row,
    loaded_at,
    may_have_come_along,
    row_come_along,
)
from flake8_greenlet.libraries.sqlalchemy.slots import (
    LOADED,
    NO_MEMBERS,
    TRANSIENT,
    Fresh,
    Gone,
    HandedIn,
    Phase,
    Slot,
    in_hand,
)
from flake8_greenlet.libraries.sqlalchemy.states import ANY, InstanceState
from flake8_greenlet.libraries.sqlalchemy.transitions import (
    brought_back,
    fill,
    loaded,
    with_expired_columns,
    with_group,
)
from flake8_greenlet.records import dataclass, replace


@dataclass(frozen=True)
class AwaitableAttrs(Known):
    """`user.awaitable_attrs`: each attribute is a coroutine that loads it."""

    instance: MappedInstance

    def get(self, name: str, site: Site) -> Value:
        def load(where: Site) -> Value:
            attribute = self.instance.kind(where).mapping.attributes.get(name)
            if attribute is None:
                other = Builtin(name, lambda given, there: self.instance.get(name, there))
                return in_context(other, Arguments([]), where, Context.GREENLET)
            load_in_greenlet(self.instance, attribute, where)
            return read(self.instance, attribute, where)

        return SqlCoroutine("AsyncAttrs", name, spelled(site, "awaitable_attrs"), load, site)


def members_come_along(
    cls: MappedClass, foreign_keys: Mapping[str, Value], session: Address | None, site: Site
) -> None:
    """The rows of these foreign keys that have come along with something in hand, in a collection
    that nobody has looked at yet: a query for them finds them there."""
    for address, state, relation, _ in (
        come_along_unseen(cls, session, site) if foreign_keys else ()
    ):
        columns = relation.foreign_keys_of_target() if relation.is_collection else []
        asked = {keys.key_of(foreign_keys.get(column.name)) for column in columns}
        if not state.several and not asked.isdisjoint(keys.primary_keys(address, state)):
            look_at(MappedInstance(state.cls, address), relation, site)


def look_at_members(cls: MappedClass, session: Address | None, site: Site) -> None:
    """What is done to any of the objects of a class, may be done to those that have come along in
    a collection of something in hand, and that nobody has looked at yet."""
    for address, state, relation, _ in come_along_unseen(cls, session, site):
        if relation.is_collection:
            look_at(MappedInstance(state.cls, address), relation, site)


def look_at_related(instance: MappedInstance, site: Site) -> None:
    """What has come along with an object that is about to leave its session stays there."""
    for relation in instance.cls.mapping.relationships:
        look_at(instance, relation, site)


def look_at(instance: MappedObject, relation: Relationship, site: Site) -> None:
    """What has come along in a relationship is what it is from now on."""
    state = instance.state(site)
    slot = state.slot(relation)
    if slot.plans:
        _loaded_value(MappedInstance(instance.cls, instance.address), relation, state, slot, site)


def read(instance: MappedInstance, attribute: Attribute, site: Site) -> Value:
    """`user.posts`: what the session answers, or the event that it would have to ask."""
    if isinstance(attribute, (Composite, AssociationProxy)):
        return read_derived(attribute, instance, site)
    if isinstance(attribute, Relationship) and attribute.is_large:
        from flake8_greenlet.libraries.sqlalchemy.large_collections import large_collection

        return large_collection(instance, attribute, site)
    state = instance.state(site)
    contents.show(instance.address, state.session, site)
    slot = state.slot(attribute)
    if isinstance(attribute, Unclear) or (slot.unknown and not slot.is_missing):
        if slot.cause is None and slot.is_loaded:
            return _loaded_value(instance, attribute, state, slot, site)
        return _unknown_value(instance, attribute, site)
    if state.is_new:
        return _read_new(instance, attribute, state, slot, site)
    if slot.raises and not slot.is_loaded:
        if _always_raises(attribute, state, slot, site):
            raise PathEnds(INVALID_REQUEST)
        return site.opaque()
    if slot.cause is not None:
        if site.context is Context.GREENLET:
            load_in_greenlet(instance, attribute, site)
            return read(instance, attribute, site)
        if reads_database(instance, attribute, state, slot, site):
            report(instance, attribute, slot.cause, site)
            state = instance.state(site)
            slot = state.slot(attribute)
        elif isinstance(attribute, Relationship) and slot.unheld and site.context is Context.LOOP:
            return what_is_held(instance, attribute, state, slot, site)
        elif not slot.is_loaded:
            return site.opaque()
    return _loaded_value(instance, attribute, state, slot, site)


def _always_raises(attribute: Attribute, state: InstanceState, slot: Slot, site: Site) -> bool:
    """Whether reading is another error on every path, even if the identity map has the target, and
    unless another query may have loaded it."""
    if slot.is_loaded or slot.unknown or slot.cause is not None or not state.may_be_persistent:
        return False
    if not isinstance(attribute, Relationship):
        return True
    pointer = attribute.is_many_to_one is not False and attribute.lazy != "raise"
    return not pointer and not may_have_come_along(attribute, state, site)


def _read_new(
    instance: MappedInstance, attribute: Attribute, state: InstanceState, slot: Slot, site: Site
) -> Value:
    if slot.value is not None:
        return owned(slot.value, instance, attribute)
    if isinstance(state.origin, HandedIn):
        return site.opaque()
    if not isinstance(attribute, Relationship):
        if state.phases == TRANSIENT and _went_with_its_row(slot):
            raise PathEnds(DETACHED_ERROR)
        return NONE if isinstance(state.origin, Fresh) else site.opaque()
    if attribute.is_collection is None:
        return site.opaque()
    if not attribute.is_collection:
        return NONE
    empty = Sequence.of((), site)
    site.store(
        instance.address,
        instance.state(site).with_slot(attribute.name, Slot(empty, implicit=True)),
    )
    return owned(empty, instance, attribute)


def _went_with_its_row(slot: Slot) -> bool:
    """Whether a column would have to be asked for, though a rollback has taken its row away."""
    return isinstance(slot.cause, (Expired, Generated)) and not (slot.is_loaded or slot.unknown)


def _unknown_value(instance: MappedInstance, attribute: Attribute, site: Site) -> Value:
    """A value nobody knows; that of a key is the same wherever it is read."""
    if isinstance(attribute, Column):
        if attribute.definition.has_foreign_key:
            return Decisive(key_symbol(instance, attribute))
        if attribute.definition.primary_key and not instance.state(site).several:
            return Opaque(key_symbol(instance, attribute))
    return site.opaque()


def _loaded_value(
    instance: MappedInstance, attribute: Attribute, state: InstanceState, slot: Slot, site: Site
) -> Value:
    value = slot.value
    if value is UNKNOWN or not slot.is_loaded:
        return _unknown_value(instance, attribute, site)
    if value == NO_MEMBERS:
        # Where it has expired, loading the row anew still may fill it.
        value = None if slot.plans else Sequence.of((), site)
        gone = isinstance(state.origin, Gone)
        slot = replace(slot, value=value, implicit=gone and value is not None)
        site.store(instance.address, state.with_slot(attribute.name, slot))
    if slot.plans and isinstance(attribute, Relationship):
        made = _materialise(instance, attribute, state, slot.plans, site)
        value = made if value is None else join(value, made)
        filled = replace(instance.state(site).slot(attribute), value=value, plans=())
        site.store(instance.address, instance.state(site).with_slot(attribute.name, filled))
    return owned(value or UNKNOWN, instance, attribute)


def _materialise(
    instance: MappedInstance,
    relation: Relationship,
    state: InstanceState,
    plans: tuple[Plan, ...],
    site: Site,
) -> Value:
    """What a query has loaded at the other end of a relationship."""
    target = relation.target
    if target is None or relation.is_collection is None:
        return UNKNOWN
    if relation.is_many_to_one and _has_no_key(instance, relation, state, site):
        return NONE
    if has_no_members(relation, state, site):
        return _nothing(relation, site)
    mended = all(plan == MENDED_PLAN for plan in plans)
    there = None if mended else _pointed_at(instance, relation, state, site)
    if there is not None:
        lead_to(instance, there, site)
        return there
    session = None if mended else state.session
    later: Iterable[Address] = ()
    if relation.is_many_to_one:
        # It was loaded before anything was changed that is not flushed yet.
        later = identity.born_later(relation.owner, session, site, written=True)
    child = load_row(
        target,
        plans[0],
        session,
        site,
        noted=not mended,
        others=plans[1:],
        apart=later,
        several=relation.is_collection or state.several,
        in_turn=state.in_turn,
        # A row that is deleted does not take along what it leads to.
        phases=frozenset(_LEFT_BEHIND.get(phase, phase) for phase in state.phases),
        made_at=loaded_at(state, plans),
        parent=instance,
    )
    link_back(instance, relation, child, site)
    lead_to(instance, child, site)
    if relation.is_collection:
        return Sequence(site.allocate(Contents(None, child)))
    return join(child, NONE)


_LEFT_BEHIND = {Phase.DELETED: Phase.PERSISTENT}


def _pointed_at(
    instance: MappedInstance, relation: Relationship, state: InstanceState, site: Site
) -> MappedInstance | None:
    """The object that the session has for the foreign key, where the source says that it has: what
    is in hand may have brought it that leads to the same key."""
    columns = relation.foreign_key_columns() if relation.is_many_to_one else []
    if relation.target is None or len(columns) != 1:
        return None
    for key in keys.foreign_keys(instance.address, state, columns, site):
        there = identity.present(relation.target, key, state.session, site)
        if there is not None:
            return MappedInstance(relation.target, there)
    given = keys.key_of(state.foreign_keys.get(columns[0].name))
    if given is None or state.session is None:
        return None
    along = row_come_along(relation.target, given, state.session, site)
    return None if along is None else along[0]


def reads_database(
    instance: MappedInstance, attribute: Attribute, state: InstanceState, slot: Slot, site: Site
) -> bool:
    """Whether reading what is missing does IO here, for sure on some path."""
    if site.context not in (Context.LOOP, Context.THREAD):
        return False
    if not state.may_be_persistent:
        return False
    session = contents.session_state(state.session, site)
    if session is None or not session.is_async or session.failed:
        return False
    if isinstance(attribute, Relationship) and slot.unheld:
        # The identity map answers only as long as the foreign key is there.
        return _lacks_key(attribute, state) or not may_be_held(instance, attribute, state, site)
    return True


def _lacks_key(relation: Relationship, state: InstanceState) -> bool:
    """Whether the foreign key of a many-to-one is surely not there itself."""
    columns = relation.foreign_key_columns()
    if not columns:
        return isinstance(state.origin, Gone)
    slots = [state.slot(column) for column in columns]
    return any(slot.is_missing for slot in slots)


def may_be_held(
    instance: MappedInstance,
    relation: Relationship,
    state: InstanceState,
    site: Site,
    *,
    expired: bool = False,
) -> bool:
    """Whether the identity map plausibly answers a many-to-one, perhaps with what has `expired`.

    It does for a foreign key of None, and for a target that some variable holds.
    """
    target = relation.target
    if target is None or _has_no_key(instance, relation, state, site):
        return True
    slot = state.slot(relation)
    # Where it was loaded on one path, what is there on another may be just what it needs.
    somewhere = slot.is_loaded and not (slot.unknown or _leads_to_branch(state, slot, site))
    address = instance.address
    return identity.may_hold(
        relation, target, address, state, site, expired=expired, somewhere=somewhere
    )


def _leads_to_branch(state: InstanceState, slot: Slot, site: Site) -> bool:
    """Whether a relationship leads to what one of two branches has loaded: it is there on the same
    branch, and needs something else on the other."""
    session = contents.session_state(state.session, site)
    if session is None or slot.plans:
        return False
    led_to = related_objects(slot.value, site)
    return bool(led_to) and all(session.is_of_a_branch(other.address) for other in led_to)


def what_is_held(
    instance: MappedInstance,
    relation: Relationship,
    state: InstanceState,
    slot: Slot,
    site: Site,
) -> Value:
    """What the identity map plausibly answers: the object that the foreign key is known to lead to,
    or else some object that is there, however it was loaded.

    Where the relationship was loaded, on another path, it is what it was.
    """
    target = relation.target
    if target is None:
        return site.opaque()
    there = _loaded_value(instance, relation, state, slot, site) if slot.is_loaded else NONE
    if _has_no_key(instance, relation, state, site):
        return there
    pointed_at = _pointed_at(instance, relation, state, site)
    if pointed_at is not None and not pointed_at.state(site).comes_back:
        lead_to(instance, pointed_at, site)
        value = join(pointed_at, there) if slot.is_loaded else pointed_at
        site.store(instance.address, instance.state(site).with_slot(relation.name, Slot(value)))
        return value
    plan, *others = [*identity.plans_of(target, state.session, site)] or [EMPTY_PLAN]
    held = load_row(
        target,
        plan,
        state.session,
        site,
        several=state.several,
        phases=state.phases,
        made_at=state.made_at,
        parent=instance,
        apart=frozenset(identity.born_later(state.cls, state.session, site, relation)),
    )
    known = held.state(site)
    for other in others:
        known = fill(known, other, target)
    site.store(held.address, known)
    value = join(join(held, NONE), there)
    site.store(instance.address, instance.state(site).with_slot(relation.name, Slot(value)))
    return value


def _has_no_key(
    instance: MappedInstance, relation: Relationship, state: InstanceState, site: Site
) -> bool:
    """Whether the foreign key is known to be NULL on this path."""
    if state.has_no_key(relation):
        return True
    facts = site.heap.facts
    for column in relation.foreign_key_columns():
        symbol = key_symbol(instance, column)
        if facts.get(symbol) is False or facts.get(("is", symbol, NONE.identity())) is True:
            return True
    return False


def key_symbol(instance: MappedInstance, column: Column) -> object:
    """What stands for the value of a foreign key column in the facts of a path."""
    return keys.column_symbol(instance.address, column.name)


def report(instance: MappedInstance, attribute: Attribute, cause: Cause, site: Site) -> None:
    """Tell that the attribute is not there; from here on it counts as loaded."""
    state = instance.state(site)
    slot = state.slot(attribute)
    made_at = state.made_at
    if cause == Expired("commit()") and state.session is not None:
        # Who made the session has decided what a commit does; of a global one, everybody knows.
        session = contents.session_state(state.session, site)
        if session is not None and not is_static(state.session):
            made_at = min(made_at, session.made_at)
    # Loading it is what mends it.
    begin_transaction(state, site)
    site.emit(
        AttributeRead(
            state.cls.name,
            attribute.name,
            attribute.kind,
            cause,
            state.cls.mapping.has_awaitable_attrs is True,
            not (isinstance(attribute, Relationship) and attribute.is_upward),
            _spelling(attribute, site),
        ),
        made_at=made_at,
    )
    sure = not (slot.is_loaded or slot.otherwise or _may_be_set(attribute, state))
    if isinstance(cause, Expired) or (isinstance(cause, Deferred) and cause.base):
        # One finding stands for all that the same operation has taken from the object, and for
        # all that a query of its base class has left out.
        for relation in state.cls.mapping.relationships if isinstance(attribute, Column) else ():
            # A collection that is given back has its members back, too.
            if state.slot(relation).cause == cause:
                _bring_related(state.slot(relation), state.session, site)
        state = _given_back(state, cause, everywhere=sure)
    elif isinstance(cause, Generated) and sure:
        # Loading it brings back all columns that have expired.
        state = with_expired_columns(brought_back(state) if state.is_gone else state)
    if isinstance(attribute, Relationship) and slot.is_loaded:
        _bring_related(slot, state.session, site)
    elif isinstance(attribute, Relationship):
        # However it will be loaded, that finds what the object was seen to lead to.
        meet_loaded(instance, attribute, (EMPTY_PLAN,), site)
    mended = _nothing_yet(attribute, state, slot, site) or _mended(attribute, slot)
    site.store(instance.address, state.with_slot(attribute.name, mended))


def _bring_related(slot: Slot, session: Address | None, site: Site) -> None:
    """Loading a relationship brings back what it leads to, and what is in hand of that, where the
    same operation has expired all of them on one path."""
    causes = {slot.cause, slot.otherwise, None}
    led_to = {other.address for other in related_objects(slot.value, site)}
    for address, state in contents.objects(session, site) if led_to else ():
        key = state.cls.mapping.primary_key
        if led_to.isdisjoint({address, state.summary}) or not state.is_gone or key is None:
            continue
        expired = state.slot(key)
        if causes.issuperset({expired.cause, expired.otherwise}):
            site.store(address, brought_back(state))


def _may_be_set(attribute: Attribute, state: InstanceState) -> bool:
    """Whether it may be what `setattr(user, key, value)` has set: then reading it has brought
    nothing back."""
    if not isinstance(attribute, Column) or attribute.definition.primary_key:
        return False
    return ANY in state.dirty


def _nothing_yet(attribute: Attribute, state: InstanceState, slot: Slot, site: Site) -> Slot | None:
    """What is loaded of a relationship of an object that was inserted here, where that is
    nothing."""
    if not isinstance(attribute, Relationship) or not isinstance(slot.cause, NeverLoaded):
        return None
    if slot.is_loaded or slot.unknown or slot.otherwise:
        return None
    return Slot(_nothing(attribute, site)) if has_no_members(attribute, state, site) else None


def _nothing(relation: Relationship, site: Site) -> Value:
    """What is loaded where there is no row."""
    return Sequence.of((), site) if relation.is_collection else NONE


def has_no_members(relation: Relationship, state: InstanceState, site: Site) -> bool:
    """Whether nothing belongs to an object, which was inserted here and its members, or the one of
    a one-to-one, were not."""
    target = relation.target
    if not state.was_inserted or state.several or target is None:
        return False
    if relation.is_many_to_one is not False or relation.is_collection is None:
        return False
    owners = (site.state(owner) for owner in state.owners)
    if any(isinstance(owner, InstanceState) and owner.cls.is_related(target) for owner in owners):
        return False
    return not identity.inserts(target, state.session, site)


def _mended(attribute: Attribute, slot: Slot) -> Slot:
    """An attribute after its finding: it is there, as what it is where it was there before.

    How else a relationship will be loaded is for whoever mends it.
    """
    if slot.is_loaded:
        # Where it was None, it was not missing.
        plans = (MENDED_PLAN,) if slot.value == NONE and not slot.plans else slot.plans
        return replace(slot, cause=None, unknown=False, otherwise=None, plans=plans)
    found = Slot(plans=(MENDED_PLAN,)) if isinstance(attribute, Relationship) else LOADED
    return replace(found, mended=True)


def _given_back(state: InstanceState, cause: Cause, *, everywhere: bool = True) -> InstanceState:
    """The object with all that is missing for a cause; but where that is not so on every path, what
    is missing on all of them still is on the others."""
    slots = dict(state.slots)
    origin = state.origin
    if isinstance(origin, Gone) and isinstance(cause, Expired):
        origin = origin.reloaded()
    for attribute in state.cls.mapping.attributes.values():
        slot, again = state.slot(attribute), origin.slot(attribute)
        if attribute.name not in slots and isinstance(again.cause, Deferred):
            # Its query had left it out, and so does the one that brings the row back.
            continue
        if attribute.name not in slots and again.plans and slot.is_loaded and not slot.plans:
            # It is never loaded, but by an option of that query.
            slot = _mended(attribute, Slot())
        if slot.cause == cause:
            mended = _mended(attribute, slot)
            if slot.otherwise is not None:
                slot = mended.join(Slot(cause=slot.otherwise, unheld=slot.unheld))
            elif everywhere or slot.is_loaded or slot.unknown:
                slot = mended
            else:
                slot = slot.join(mended)
        slots[attribute.name] = slot
    return replace(state, origin=origin, slots=slots)


def _spelling(attribute: Attribute, site: Site) -> str | None:
    """The variable that holds the object where its attribute is read.

    Inside of its own methods that is `self`, and in a callee elsewhere a name of the callee's:
    nobody knows these where the read is told.
    """
    node = site.node
    if isinstance(node, ast.Attribute) and node.attr == attribute.name:
        frame = site.frame
        is_told_here = frame.module is site.machine.checked and not (
            frame.transparent and frame.caller
        )
        if isinstance(node.value, ast.Name) and is_told_here:
            return node.value.id
    return None


def load_in_greenlet(instance: MappedInstance, attribute: Attribute, site: Site) -> None:
    """What a lazy load inside a greenlet leaves behind.

    A wholly expired object comes back as after `refresh()`.
    """
    state = instance.state(site)
    slot = state.slot(attribute)
    if not slot.is_missing or state.is_new:
        return
    begin_transaction(state, site)
    if isinstance(attribute, Relationship) and attribute.is_many_to_one and not state.is_gone:
        # Its foreign key is needed first.
        for column in attribute.foreign_key_columns():
            load_in_greenlet(instance, column, site)
        state = instance.state(site)
        slot = state.slot(attribute)
    pointer = attribute if isinstance(attribute, Relationship) and slot.unheld else None
    asked = pointer is None or not may_be_held(instance, pointer, state, site)
    if asked:
        from flake8_greenlet.libraries.sqlalchemy.unit_of_work import flush_before_loading

        if not (slot.is_loaded or slot.unknown):
            does_io(state.session, site)
        before = site.machine.heap
        flush_before_loading(state.session, site)
        if (slot.is_loaded or slot.unknown) and site.machine.heap is not before:
            # Where it is there, nobody is asked.
            site.machine.heap = before.join(site.machine.heap)
        state = instance.state(site)
        slot = state.slot(attribute)
        if not slot.is_missing:
            return
        if site.machine.raises is not None:
            # The database may refuse, and then nothing has happened.
            site.machine.raises.add(site.machine.heap, READ_ERROR)
    if isinstance(attribute, Column) and attribute.definition.deferred:
        site.store(instance.address, with_group(state, attribute))
        return
    if state.is_gone:
        state = brought_back(state)
        site.store(instance.address, state)
        come_along(instance, state.plan, site)
        state = instance.state(site)
        slot = state.slot(attribute)
    elif isinstance(attribute, Column) and isinstance(slot.cause, (Expired, Generated)):
        site.store(instance.address, with_expired_columns(state))
        return
    base = getattr(slot.cause, "base", None)
    by_key = isinstance(attribute, Relationship) and attribute.is_many_to_one is not False
    if base is not None and (by_key or isinstance(attribute, Column)):
        # All columns that the query of the base class has left out come together.
        state = _given_back(state, Deferred(base))
        site.store(instance.address, state)
    if isinstance(attribute, Relationship):
        if slot.cause is not None:
            _load_related(instance, attribute, state, slot, site)
    elif slot.cause is not None:
        site.store(instance.address, state.with_slot(attribute.name, Slot(UNKNOWN)))


def _load_related(
    instance: MappedInstance, relation: Relationship, state: InstanceState, slot: Slot, site: Site
) -> None:
    """Load a missing relationship by itself."""
    found = _nothing_yet(relation, state, slot, site) or loaded(relation, state, site.machine.clock)
    there = replace(slot, cause=None, otherwise=None, unheld=False)
    # Where it is there, it stays what it is.
    either = there.join(found) if slot.is_loaded and not slot.unknown else found
    site.store(instance.address, state.with_slot(relation.name, either))
    plans = found.plans
    if not relation.is_many_to_one:
        plans = tuple(in_hand(relation, plan) for plan in plans)
    meet_loaded(instance, relation, plans, site)


def load_members_of_deleted(instance: MappedInstance, relation: Relationship, site: Site) -> None:
    """A flush that deletes an object loads its collections, and what is in them stays in the
    session without it."""
    state = instance.state(site)
    _load_related(instance, relation, state, state.slot(relation), site)
    state = instance.state(site)
    _loaded_value(instance, relation, state, state.slot(relation), site)
