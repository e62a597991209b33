"""Collections that are never loaded: dynamic and write-only relationships.

Source: SQLAlchemy's "Working with Large Collections" and "Dynamic Relationship Loaders".
"""

from __future__ import annotations

import ast

from flake8_greenlet.events import LargeCollectionUsed
from flake8_greenlet.interpreter.containers import Sequence
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Context,
    Known,
    Seen,
    Site,
    Value,
)
from flake8_greenlet.libraries.sqlalchemy import contents
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.libraries.sqlalchemy.legacy import Query
from flake8_greenlet.libraries.sqlalchemy.mapping import Relationship
from flake8_greenlet.libraries.sqlalchemy.queries import Statement
from flake8_greenlet.libraries.sqlalchemy.related import changed, put_in, related_objects
from flake8_greenlet.libraries.sqlalchemy.sessions import Session
from flake8_greenlet.libraries.sqlalchemy.slots import Phase, Slot
from flake8_greenlet.records import dataclass

_ADDING = frozenset({"add", "add_all", "append", "extend"})
_STATEMENTS = frozenset({"delete", "insert", "select", "update"})


def large_collection(instance: MappedInstance, relation: Relationship, site: Site) -> Value:
    """What reading a dynamic or write-only relationship gives, whatever the object's state."""
    members = Members(instance, relation)
    if relation.lazy == "write_only":
        return WriteOnlyCollection(members)
    return DynamicCollection(members.session(site), members.statement("select"), members)


def replaced(instance: MappedInstance, relation: Relationship, site: Site) -> None:
    """`room.guests = […]`: a dynamic one asks what it replaces, a write-only one has no way to."""
    members = Members(instance, relation)
    state = instance.state(site)
    if state.may_be_persistent and relation.lazy == "write_only":
        members.tell("assignment", site, made_at=state.made_at)
    elif state.may_be_persistent:
        members.ask("assignment", site)


@dataclass(frozen=True)
class Members:
    """What such a relationship of an object leads to."""

    instance: MappedInstance
    relation: Relationship

    def statement(self, kind: str) -> Statement:
        """`room.guests.select()` and its kin."""
        target = self.relation.target
        if kind == "select":
            parent = (self.instance, self.relation)
            return Statement(kind, (target or UNKNOWN,), narrowed=True, parent=parent)
        return Statement(kind, target=target, narrowed=True)

    def session(self, site: Site) -> Session | None:
        """The session that is asked for them; None where nobody knows it."""
        address = self.instance.state(site).session
        state = contents.session_state(address, site)
        if address is None or state is None:
            return None
        return Session(address, False, facade=state.is_async)

    def add(self, values: list[Value], site: Site) -> Value:
        """`room.guests.append(guest)`: the next flush finds it there."""
        name = self.relation.name
        for other in (each for value in values for each in related_objects(value, site)):
            state = changed(self.instance.state(site), site)
            slot = state.slots.get(name)
            if slot is not None and isinstance(slot.value, Sequence):
                site.store(slot.value.address, slot.value.contents(site).with_item(other))
            else:
                state = state.with_slot(name, Slot(Sequence.of((other,), site)))
            site.store(self.instance.address, state)
            put_in(self.instance, self.relation, other, site)
        return NONE

    def ask(self, use: str, site: Site) -> None:
        """They are fetched, or counted, on the spot: tell of it where no IO is possible."""
        state = self.instance.state(site)
        session = contents.session_state(state.session, site)
        if session is None or not session.is_async or session.failed:
            return
        # A pending object is flushed first.
        pending = Phase.PENDING in state.phases and Phase.UNKNOWN not in state.phases
        if state.may_be_persistent or (pending and session.autoflush):
            if site.context in (Context.LOOP, Context.THREAD):
                self.tell(use, site, asks=True, made_at=state.made_at)

    def tell(
        self, use: str, site: Site, *, asks: bool = False, made_at: int | None = None
    ) -> Value:
        """Tell of a use that is not possible, or not here."""
        event = LargeCollectionUsed(
            self.instance.cls.name,
            self.relation.name,
            self.relation.lazy == "write_only",
            use,
            asks,
            _spelling(self.relation.name, site),
        )
        site.emit(event, made_at=made_at)
        return site.opaque()


def _spelling(attribute: str, site: Site) -> str | None:
    """The variable that holds the object, where the source has `variable.attribute` here."""
    if site.frame.transparent and site.frame.caller:
        return None
    for part in ast.walk(site.node):
        if isinstance(part, ast.Attribute) and part.attr == attribute:
            return part.value.id if isinstance(part.value, ast.Name) else None
    return None


@dataclass(frozen=True)
class LargeQuery(Query):
    """A query for members of a dynamic relationship."""

    members: Members

    def ask(self, use: str, site: Site) -> None:
        self.blocks(use, site)
        self.members.ask({"": "iteration", "[]": "indexing"}.get(use, use), site)

    def length(self, site: Site) -> Value:
        return self.members.tell("len()", site)

    def escape(self, site: Site, seen: Seen) -> None:
        self.members.instance.escape(site, seen)


@dataclass(frozen=True)
class DynamicCollection(LargeQuery):
    """`room.guests` with `lazy="dynamic"`: a query that also takes members in."""

    def get(self, name: str, site: Site) -> Value:
        if name in _ADDING:
            return Builtin(name, lambda given, where: self.members.add(given.positional, where))
        if name == "remove":
            return Builtin(name, lambda given, where: NONE)
        return super().get(name, site)

    def generated(self, statement: Statement) -> Query:
        return LargeQuery(self.session, statement, self.members)


@dataclass(frozen=True)
class WriteOnlyCollection(Known):
    """`room.guests` with `lazy="write_only"`: it takes members in, and makes statements."""

    members: Members

    def get(self, name: str, site: Site) -> Value:
        def call(given: Arguments, where: Site) -> Value:
            if name in _STATEMENTS:
                return self.members.statement(name)
            if name in ("add", "add_all"):
                return self.members.add(given.positional, where)
            return NONE if name == "remove" else self.members.tell(f".{name}()", where)

        return Builtin(name, call)

    def element(self, site: Site) -> Value | None:
        return self.members.tell("iteration", site)

    def item(self, key: Value, site: Site) -> Value:
        return self.members.tell("indexing", site)

    def contains(self, item: Value, site: Site) -> Value:
        return self.members.tell("a membership test", site)

    def length(self, site: Site) -> Value:
        return self.members.tell("len()", site)

    def truth(self, site: Site) -> bool | None:
        return True

    def escape(self, site: Site, seen: Seen) -> None:
        self.members.instance.escape(site, seen)
