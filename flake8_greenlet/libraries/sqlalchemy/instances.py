"""Reads and writes of mapped attributes: the rules of object state.

Source: "Preventing Implicit IO when Using AsyncSession", "State Management".
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace

from flake8_greenlet.events import AttributeRead, Cause, Expired, Generated
from flake8_greenlet.interpreter.classes import Operated, Property, bind
from flake8_greenlet.interpreter.containers import Contents, Sequence, Tuple
from flake8_greenlet.interpreter.functions import BoundMethod, FunctionValue
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.turns import Elementwise, Turns
from flake8_greenlet.interpreter.values import (
    NONE,
    NOTHING,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Context,
    Decisive,
    Known,
    Opaque,
    Seen,
    Site,
    Value,
    escape,
    join,
)
from flake8_greenlet.libraries.sqlalchemy import identity, mapped_dataclasses
from flake8_greenlet.libraries.sqlalchemy.coroutines import SqlCoroutine
from flake8_greenlet.libraries.sqlalchemy.definitions import Descriptor, Validator
from flake8_greenlet.libraries.sqlalchemy.derived import read_derived, write_derived
from flake8_greenlet.libraries.sqlalchemy.loading import EMPTY_PLAN, Plan
from flake8_greenlet.libraries.sqlalchemy.mappers import SomeName
from flake8_greenlet.libraries.sqlalchemy.mapping import (
    AssociationProxy,
    Attribute,
    Column,
    Composite,
    MappedClass,
    Relationship,
    Unclear,
)
from flake8_greenlet.libraries.sqlalchemy.states import (
    LOADED,
    UNKNOWN_SLOT,
    Fresh,
    Gone,
    HandedIn,
    InstanceState,
    Phase,
    Row,
    SessionState,
    Slot,
    inserted,
    refreshed,
    selected_again,
    updated,
    with_expired_columns,
    with_group,
    with_immediate_keys,
)

NO_IO = frozenset({"metadata", "registry"})


@dataclass(frozen=True)
class MappedInstance(Operated, Elementwise):
    """An object of a mapped class."""

    cls: MappedClass
    address: Address

    def state(self, site: Site) -> InstanceState:
        state = site.state(self.address)
        if isinstance(state, InstanceState):
            return state
        return InstanceState(self.cls, frozenset({Phase.UNKNOWN}))

    def matters(self, site: Site, depth: int) -> bool:
        return True

    def get(self, name: str, site: Site) -> Value:
        attribute = self.cls.mapping.attributes.get(name)
        if attribute is not None:
            return read(self, attribute, site)
        if name == "awaitable_attrs":
            return AwaitableAttrs(self)
        if name == "__class__":
            return self.cls
        if name == "__dict__":
            return AttributeNames(self, loaded=True)
        if name in ("__table__", "__mapper__"):
            return self.cls.get(name, site)
        if name in NO_IO:
            return UNKNOWN
        state = self.state(site)
        if name in state.slots:
            return state.slots[name].value or UNKNOWN
        member = self.cls.project_class.member(name)
        if isinstance(member, Property):
            return self._run(member.getter, Arguments([self]), site)
        if member is None or isinstance(member, Descriptor):
            return UNKNOWN
        if isinstance(member, Validator):
            member = member.function
        return bind(member, self, self.cls)

    def get_any(self, name: Value, site: Site) -> Value:
        # Which column it is that a loop has come to is not known: if all are missing, it is.
        if isinstance(name, SomeName):
            attributes = [self.cls.mapping.attributes.get(each) for each in name.names]
            state = self.state(site)
            if all(a is not None and state.slot(a).cause is not None for a in attributes):
                return self.get(name.names[0], site)
        return UNKNOWN

    def _run(self, function: Value, arguments: Arguments, site: Site) -> Value:
        return function.call(arguments, site)

    def set(self, name: str, value: Value, site: Site) -> None:
        attribute = self.cls.mapping.attributes.get(name)
        if attribute is not None:
            write(self, attribute, value, site)
            return
        member = self.cls.project_class.member(name)
        if isinstance(member, Property):
            if member.setter is not None:
                member.setter.call(Arguments([self, value]), site)
            return
        site.store(self.address, self.state(site).with_slot(name, Slot(value)))

    def inherited(self, name: str, site: Site) -> Value:
        if name == "__init__":
            return Builtin(name, lambda given, where: self.initialise(given, where))
        return UNKNOWN

    def initialise(self, arguments: Arguments, site: Site) -> Value:
        """The constructor that declarative classes have, with what dataclasses add to it."""
        if arguments.open_ended or arguments.positional or not self.cls.mapping.is_complete:
            site.store(self.address, replace(self.state(site), origin=HandedIn()))
        for name, value in arguments.keywords.items():
            self.set(name, value, site)
        for relation in self.cls.mapping.relationships():
            if relation.definition.has_default and relation.name not in arguments.keywords:
                empty = Sequence.of((), site) if relation.is_collection else NONE
                put(self, relation, empty, site)
        return NONE

    def set_any(self, value: Value, site: Site) -> None:
        # `setattr(user, key, value)` in a loop over a payload: some column changes.
        state = self.state(site)
        columns = [c.name for c in self.cls.mapping.columns() if not c.definition.primary_key]
        if columns:
            site.store(self.address, changed(state, site, "*"))
        escape(value, site)

    def delete(self, name: str, site: Site) -> None:
        attribute = self.cls.mapping.attributes.get(name)
        if attribute is not None:
            site.store(self.address, self.state(site).with_slot(name, Slot(NONE)))

    def method(self, name: str) -> Value | None:
        for ancestor in self.cls.project_class.lineage:
            written = ancestor.own(name)
            if written is not None:
                return bind(written, self, self.cls)
            given = mapped_dataclasses.generated(ancestor, name)
            if given is not None:
                return BoundMethod(given, self)
        return None

    def ruled_out(self, site: Site) -> None:
        # There is no such object here: what happens on this path does not happen to it.
        site.forget(self.address)

    def truth(self, site: Site) -> bool | None:
        for name in ("__bool__", "__len__"):
            if self.method(name) is not None:
                return self.special(name, site).truth(site)
        return True if self.cls.mapping.is_complete else None

    def turns(self, site: Site) -> Turns:
        return InstanceTurns(self, site)

    def escape(self, site: Site, seen: Seen) -> None:
        if self.address in seen:
            return
        seen.add(self.address)
        state = self.state(site)
        for slot in state.slots.values():
            if slot.value is not None:
                slot.value.escape(site, seen)
        unknown = frozenset({Phase.UNKNOWN})
        site.store(
            self.address,
            InstanceState(
                self.cls, unknown, state.session, made_at=state.made_at, several=state.several
            ),
        )


class InstanceTurns(Turns):
    """Turns over the rows that one summary object stands for."""

    def __init__(self, summary: MappedInstance, site: Site) -> None:
        super().__init__(summary)
        self.summary = summary
        self.done: Address | None = None
        start = summary.state(site)
        self.several = start.several
        self.current = MappedInstance(summary.cls, site.allocate(replace(start, several=False)))
        self._join_session(start, self.current.address, site)

    @staticmethod
    def _join_session(state: InstanceState, address: Address, site: Site) -> None:
        session = None if state.session is None else site.state(state.session)
        if isinstance(session, SessionState) and state.session is not None:
            site.store(state.session, replace(session, objects=session.objects | {address}))

    def begin(self, site: Site) -> Value:
        state = replace(self.summary.state(site), several=False)
        site.store(self.current.address, state)
        self._join_session(state, self.current.address, site)
        return self.current

    def end(self, site: Site) -> None:
        current = replace(self.current.state(site), several=True)
        if self.done is None:
            self.done = site.allocate(current)
        else:
            before = site.state(self.done)
            joined = current.join(before) if isinstance(before, InstanceState) else current
            site.store(self.done, joined)
        self._join_session(current, self.done, site)

    def finish(self, site: Site, *, exhausted: bool) -> None:
        done = None if self.done is None else site.state(self.done)
        if not isinstance(done, InstanceState):
            return
        if not exhausted:
            current = replace(self.current.state(site), several=True)
            done = self.summary.state(site).join(done).join(current)
        site.store(self.summary.address, replace(done, several=self.several))


@dataclass(frozen=True)
class AwaitableAttrs(Known):
    """`user.awaitable_attrs`: each attribute is a coroutine that loads it."""

    instance: MappedInstance

    def get(self, name: str, site: Site) -> Value:
        def load(where: Site) -> Value:
            attribute = self.instance.cls.mapping.attributes.get(name)
            if attribute is None:
                return UNKNOWN
            load_in_greenlet(self.instance, attribute, where)
            return read(self.instance, attribute, where)

        return SqlCoroutine("AsyncAttrs", name, "awaitable_attrs", load, site, quiet=True)


@dataclass(frozen=True)
class AttributeNames(Value):
    """The names of the attributes that are loaded, or of those that are not."""

    instance: MappedInstance
    loaded: bool

    def contains(self, item: Value, site: Site) -> Value:
        if not isinstance(item, Constant):
            return site.opaque()
        attribute = self.instance.cls.mapping.attributes.get(str(item.value))
        if attribute is None:
            return site.opaque()
        state = self.instance.state(site)
        slot = state.slot(attribute)
        if slot.unknown or state.is_new or (slot.is_loaded and slot.cause is not None):
            return site.opaque()
        return Constant((slot.cause is None) is self.loaded)


# Making


def construct(cls: MappedClass, arguments: Arguments, site: Site) -> Value:
    """`User(name="ann", posts=[])`: a transient object with what it was given."""
    state = InstanceState(
        cls,
        frozenset({Phase.TRANSIENT}),
        origin=HandedIn() if arguments.open_ended else Fresh(),
        made_at=site.machine.clock,
    )
    instance = MappedInstance(cls, site.allocate(state))
    identity.note(instance.address, site)
    initializer = cls.project_class.member("__init__")
    if isinstance(initializer, FunctionValue):
        initializer.call(arguments.after(instance), site)
    else:
        instance.initialise(arguments, site)
    return instance


def unknown_instance(cls: MappedClass, site: Site) -> MappedInstance:
    """An object that somebody else has loaded: its contents are their business."""
    state = InstanceState(cls, frozenset({Phase.UNKNOWN}), made_at=site.machine.clock)
    instance = MappedInstance(cls, site.allocate(state))
    identity.note(instance.address, site)
    return instance


def load_row(
    cls: MappedClass,
    plan: Plan,
    session: Address | None,
    site: Site,
    *,
    several: bool = False,
    phases: frozenset[Phase] = frozenset({Phase.PERSISTENT}),
    made_at: int | None = None,
    parent: MappedInstance | None = None,
    key: identity.Key | None = None,
    others: Iterable[Plan] = (),
) -> MappedInstance:
    """An object that a query has loaded into a session, perhaps by way of its parent.

    `others` are the plans of other statements that may have been the one that was run.
    """
    state = InstanceState(
        cls,
        phases,
        session,
        Row(plan),
        plan=plan.again(),
        made_at=site.machine.clock if made_at is None else made_at,
        several=several,
        key=key,
    )
    for other in others:
        state = state.join(replace(state, origin=Row(other), plan=other.again()))
    state = _as_present(with_immediate_keys(state), parent, site)
    instance = MappedInstance(cls, site.allocate(state))
    attach(instance.address, session, site)
    identity.note(instance.address, site)
    return instance


def _as_present(state: InstanceState, parent: MappedInstance | None, site: Site) -> InstanceState:
    """The row may be one that the session holds already: then what is there stays there."""
    for address, known in identity.objects(state.session, site):
        if parent is not None and address == parent.address:
            continue
        if known.is_new or not known.cls.is_related(state.cls):
            continue
        if not identity.may_be_same(known, state.key, several=state.several):
            continue
        for relation in state.cls.mapping.relationships():
            theirs = known.slot(relation)
            if state.slot(relation).cause is not None and (theirs.is_loaded or theirs.unknown):
                state = state.with_slot(relation.name, UNKNOWN_SLOT)
    return state


def attach(address: Address, session: Address | None, site: Site) -> None:
    """The session knows the object from now on."""
    state = None if session is None else site.state(session)
    if session is not None and isinstance(state, SessionState):
        site.store(session, replace(state, objects=state.objects | {address}))


# Reading


def read(instance: MappedInstance, attribute: Attribute, site: Site) -> Value:
    """`user.posts`: what the session answers, or the event that it would have to ask."""
    if isinstance(attribute, (Composite, AssociationProxy)):
        return read_derived(attribute, instance, site)
    if isinstance(attribute, Relationship) and attribute.is_large:
        from flake8_greenlet.libraries.sqlalchemy.large_collections import large_collection

        return large_collection(instance, attribute, site)
    state = instance.state(site)
    slot = state.slot(attribute)
    if isinstance(attribute, Unclear) or slot.unknown:
        if isinstance(attribute, Relationship) and slot.value is not None and not slot.unknown:
            return slot.value
        known = slot.value is not None and slot.cause is None and slot.value is not UNKNOWN
        return slot.value if known and slot.value else _unknown_value(instance, attribute, site)
    if state.is_new:
        return _read_new(instance, attribute, state, slot, site)
    if slot.raises:
        return site.opaque()
    if slot.cause is not None:
        if site.context is Context.GREENLET:
            load_in_greenlet(instance, attribute, site)
            return read(instance, attribute, site)
        if _reads_database(instance, attribute, state, slot, site):
            report(instance, attribute, slot.cause, site)
            state = instance.state(site)
            slot = state.slot(attribute)
        elif not slot.is_loaded:
            return site.opaque()
    return _loaded_value(instance, attribute, state, slot, site)


def _read_new(
    instance: MappedInstance, attribute: Attribute, state: InstanceState, slot: Slot, site: Site
) -> Value:
    if slot.value is not None:
        return slot.value
    if isinstance(state.origin, HandedIn):
        return site.opaque()
    if not isinstance(attribute, Relationship):
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
    return empty


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
    if slot.value is not None and slot.value is not UNKNOWN:
        return slot.value
    if slot.plan is None or not isinstance(attribute, Relationship):
        return _unknown_value(instance, attribute, site)
    value = _materialise(instance, attribute, state, slot.plan, site)
    filled = Slot(value, slot.cause, slot.unknown)
    site.store(instance.address, instance.state(site).with_slot(attribute.name, filled))
    return value


def _materialise(
    instance: MappedInstance, relation: Relationship, state: InstanceState, plan: Plan, site: Site
) -> Value:
    """What a query has loaded at the other end of a relationship."""
    target = relation.target
    if target is None or relation.is_collection is None:
        return UNKNOWN
    child = load_row(
        target,
        plan,
        state.session,
        site,
        several=relation.is_collection or state.several,
        phases=state.phases,
        made_at=state.made_at,
        parent=instance,
    )
    link_back(instance, relation, child, site)
    if relation.is_collection:
        return Sequence(site.allocate(Contents(None, child)))
    return join(child, NONE)


def link_back(
    parent: MappedInstance, relation: Relationship, child: MappedInstance, site: Site
) -> None:
    """`user.posts[0].author` is free while the user lives: its key is in the identity map."""
    for back in child.cls.mapping.relationships():
        mutual = back.name == relation.definition.back_populates
        if (mutual or back.target is parent.cls) and back.is_many_to_one:
            state = child.state(site)
            if not state.slot(back).is_loaded:
                state = identity.pointed_at(state, back, parent)
                site.store(child.address, state.with_slot(back.name, Slot(parent)))


def _reads_database(
    instance: MappedInstance, attribute: Attribute, state: InstanceState, slot: Slot, site: Site
) -> bool:
    """Whether reading what is missing does IO here, for sure on some path."""
    if site.context not in (Context.LOOP, Context.THREAD):
        return False
    if not state.may_be_persistent:
        return False
    session = None if state.session is None else site.state(state.session)
    if not isinstance(session, SessionState) or not session.is_async or session.failed:
        return False
    if isinstance(attribute, Relationship) and slot.unheld:
        # The identity map answers only as long as the foreign key is there.
        missing = any(state.slot(key).cause for key in attribute.foreign_key_columns())
        gone = missing and isinstance(state.origin, Gone)
        return gone or not _may_be_held(instance, attribute, state, site)
    return True


def _may_be_held(
    instance: MappedInstance, relation: Relationship, state: InstanceState, site: Site
) -> bool:
    """Whether the identity map plausibly answers a many-to-one.

    It does for a foreign key of None, and for a target that some variable holds.
    """
    target = relation.target
    if target is None or _has_no_key(instance, relation, state, site):
        return True
    keys = _foreign_keys(instance, relation, state, site)
    return identity.may_hold(target, keys, instance.address, state, site)


def _foreign_keys(
    instance: MappedInstance, relation: Relationship, state: InstanceState, site: Site
) -> identity.Keys:
    """All that stands for the primary key of the target of a many-to-one."""
    found: set[identity.Key] = set()
    for column in relation.foreign_key_columns():
        symbol = key_symbol(instance, column)
        found.add(symbol)
        found.update(identity.compared_keys(symbol, site))
        given = identity.key_of(state.foreign_keys.get(column.name))
        if given is not None:
            found.add(given)
    return frozenset(found)


def _has_no_key(
    instance: MappedInstance, relation: Relationship, state: InstanceState, site: Site
) -> bool:
    """Whether the foreign key is known to be NULL on this path."""
    facts = site.heap.facts
    for column in relation.foreign_key_columns():
        if state.foreign_keys.get(column.name) == NONE:
            return True
        symbol = key_symbol(instance, column)
        if facts.get(symbol) is False or facts.get(("is", symbol, NONE.identity())) is True:
            return True
    return False


def key_symbol(instance: MappedInstance, column: Column) -> object:
    """What stands for the value of a foreign key column in the facts of a path."""
    return identity.column_symbol(instance.address, column.name)


def report(instance: MappedInstance, attribute: Attribute, cause: Cause, site: Site) -> None:
    """Tell that the attribute is not there; from here on it counts as loaded."""
    state = instance.state(site)
    made_at = state.made_at
    if cause == Expired("commit()") and state.session is not None:
        # Who made the session has decided what a commit does.
        session = site.state(state.session)
        if isinstance(session, SessionState):
            made_at = min(made_at, session.made_at)
    site.emit(
        AttributeRead(
            instance.cls.name,
            attribute.name,
            attribute.kind,
            cause,
            instance.cls.mapping.has_awaitable_attrs is True,
            _spelling(attribute, site),
        ),
        made_at=made_at,
    )
    if isinstance(cause, Expired):
        # One finding stands for all that the same operation has taken from the object.
        state = _given_back(state, cause)
    site.store(instance.address, state.with_slot(attribute.name, LOADED))


def _given_back(state: InstanceState, cause: Expired) -> InstanceState:
    slots = dict(state.slots)
    for attribute in state.cls.mapping.attributes.values():
        slot = state.slot(attribute)
        slots[attribute.name] = LOADED if slot.cause == cause else slot
    origin = state.origin
    if isinstance(origin, Gone):
        origin = origin.reloaded()
    return replace(state, origin=origin, slots=slots)


def _spelling(attribute: Attribute, site: Site) -> str | None:
    """The variable that holds the object where its attribute is read.

    Inside of its own methods that is `self`, which nobody knows where the read is told.
    """
    node = site.node
    if isinstance(node, ast.Attribute) and node.attr == attribute.name:
        is_told_here = not (site.frame.transparent and site.frame.caller)
        if isinstance(node.value, ast.Name) and is_told_here:
            return node.value.id
    return None


def load_in_greenlet(instance: MappedInstance, attribute: Attribute, site: Site) -> None:
    """What a lazy load inside a greenlet leaves behind.

    A wholly expired object comes back as after `refresh()`.
    """
    state = instance.state(site)
    slot = state.slot(attribute)
    if slot.cause is None or slot.unknown or state.is_new:
        return
    if isinstance(attribute, Column) and attribute.definition.deferred:
        site.store(instance.address, with_group(state, attribute))
        return
    if isinstance(state.origin, Gone):
        state = refreshed(state, state.origin.by)
        site.store(instance.address, state)
        slot = state.slot(attribute)
    elif isinstance(attribute, Column) and isinstance(slot.cause, (Expired, Generated)):
        site.store(instance.address, with_expired_columns(state))
        return
    if isinstance(attribute, Relationship):
        if slot.cause is not None:
            loaded = Slot(plan=EMPTY_PLAN)
            site.store(instance.address, state.with_slot(attribute.name, loaded))
    elif slot.cause is not None:
        site.store(instance.address, state.with_slot(attribute.name, Slot(UNKNOWN)))


# Writing


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
        if slot.cause is not None and not slot.unknown and not state.is_new:
            if site.context is not Context.GREENLET and _reads_database(
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
    validator = instance.cls.mapping.validators.get(attribute.name)
    if validator is None or (isinstance(attribute, Relationship) and attribute.is_collection):
        return value
    return validator.call(Arguments([instance, Constant(attribute.name), value]), site)


def put(instance: MappedInstance, attribute: Attribute, value: Value, site: Site) -> None:
    """Store an attribute's new value, and the other side of a relationship."""
    state = instance.state(site)
    state = state.with_slot(attribute.name, Slot(value))
    if isinstance(attribute, Column):
        state = changed(state, site, attribute.name)
        if attribute.definition.has_foreign_key:
            state = replace(state, foreign_keys={**state.foreign_keys, attribute.name: value})
    else:
        state = changed(state, site)
        if isinstance(attribute, Relationship):
            state = identity.pointed_at(state, attribute, value)
    site.store(instance.address, state)
    if isinstance(attribute, Relationship):
        for other in related_instances(value, site):
            put_back(instance, attribute, other, site)


def changed(state: InstanceState, site: Site, *columns: str) -> InstanceState:
    """An object that has been written to, so that the next flush has something to do."""
    session = None if state.session is None else site.state(state.session)
    if isinstance(session, SessionState) and session.savepoints:
        state = replace(state, changed_in=state.changed_in | {session.transaction})
    return replace(state, dirty=state.dirty.union(columns)) if columns else state


def put_back(
    instance: MappedInstance, relation: Relationship, other: MappedInstance, site: Site
) -> None:
    """`Post(author=user)`: the back reference of a new object, or of a loaded collection."""
    back = other.cls.mapping.attributes.get(relation.definition.back_populates or "")
    if not isinstance(back, Relationship) or other.state(site).several:
        return
    state = other.state(site)
    slot = state.slot(back)
    if back.is_collection is False:
        linked = identity.pointed_at(state, back, instance)
        site.store(other.address, linked.with_slot(back.name, Slot(instance)))
    elif back.is_collection and (state.is_new or slot.is_loaded) and slot.cause is None:
        value = slot.value
        if isinstance(value, Sequence):
            site.store(value.address, value.contents(site).with_item(instance))
    elif back.is_collection and state.is_new:
        items = Sequence.of((instance,), site)
        site.store(other.address, other.state(site).with_slot(back.name, Slot(items)))


def related_instances(value: Value | None, site: Site) -> list[MappedInstance]:
    """The mapped objects that a relationship's value holds."""
    if value is None:
        return []
    if isinstance(value, MappedInstance):
        return [value]
    found: list[MappedInstance] = []
    if isinstance(value, Sequence):
        contents = value.contents(site)
        for item in contents.items or (contents.summary,):
            found += related_instances(item, site) if item is not NOTHING else []
    elif isinstance(value, Tuple):
        for item in value.items:
            found += related_instances(item, site)
    elif len(value.alternatives()) > 1:
        for alternative in value.alternatives():
            found += related_instances(alternative, site)
    return found


def touched(state: InstanceState, site: Site) -> InstanceState:
    """A new object's implicit empty collections, made real by an `append`."""
    for name, slot in state.slots.items():
        if slot.implicit and isinstance(slot.value, Sequence):
            if slot.value.contents(site).items != ():
                state = state.with_slot(name, Slot(slot.value))
    return state


def flush_one(instance: MappedInstance, transaction: Address, site: Site) -> None:
    """What a flush does to one object of the session."""
    state = instance.state(site)
    if state.phases == frozenset({Phase.PENDING}):
        site.store(instance.address, inserted(touched(state, site), transaction))
    elif Phase.PENDING in state.phases and Phase.UNKNOWN not in state.phases:
        # Pending on some paths only: on these it is inserted, on the others it stays.
        pending = replace(state, phases=frozenset({Phase.PENDING}))
        other = replace(state, phases=state.phases - {Phase.PENDING})
        site.store(instance.address, inserted(touched(pending, site), transaction).join(other))
    elif state.phases == frozenset({Phase.DELETED}):
        # To delete it, the flush has loaded its row, and what its cascades lead to.
        if isinstance(state.origin, Gone):
            state = selected_again(state, EMPTY_PLAN)
        for attribute in state.cls.mapping.attributes.values():
            if state.slot(attribute).cause is not None:
                state = state.with_slot(attribute.name, UNKNOWN_SLOT)
        site.store(instance.address, state)
    elif state.dirty and Phase.PERSISTENT in state.phases:
        site.store(instance.address, updated(state))
