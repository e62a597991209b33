"""What a flush surely cannot insert: the same value twice in a unique column, or a row without a
foreign key that it has to have.

Source: "Configuring Constraints", "Flushing".
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import NONE, Site
from flake8_greenlet.libraries.sqlalchemy import contents, keys
from flake8_greenlet.libraries.sqlalchemy.mapping import Column
from flake8_greenlet.libraries.sqlalchemy.session_states import Claim
from flake8_greenlet.libraries.sqlalchemy.slots import Fresh, Phase, Slot
from flake8_greenlet.libraries.sqlalchemy.states import ANY, InstanceState
from flake8_greenlet.records import replace


def added(address: Address, session: Address | None, site: Site) -> None:
    """A new object comes into a session, with what it has in unique columns; of NULL there may be
    any number."""
    held, state = contents.session_state(session, site), site.state(address)
    if session is None or held is None or not isinstance(state, InstanceState):
        return
    claims = {
        Claim(address, state.cls, column.name, key)
        for column in state.cls.mapping.columns
        if column.definition.unique
        and (slot := state.slots.get(column.name)) is not None
        and slot == Slot(slot.value)
        and (key := keys.key_of(slot.value)) is not None
    }
    held = replace(held, added=held.added | {address}, claims=held.claims | claims)
    site.store(session, held)


def unclaim(address: Address, column: str, session: Address | None, site: Site) -> None:
    """A unique column of an object is given something else."""
    held = contents.session_state(session, site)
    if session is not None and held is not None and held.claims:
        rest = (one for one in held.claims if (one.address, one.column) != (address, column))
        site.store(session, replace(held, claims=frozenset(rest)))


def is_refused(session: Address | None, site: Site) -> bool:
    """Whether the database refuses something that the session has to insert, on every path."""
    return _is_claimed_twice(session, site) or any(
        _lacks_key(state, site) for state in _pending(session, site)
    )


def _pending(session: Address | None, site: Site) -> Iterator[InstanceState]:
    held = contents.session_state(session, site)
    for address in () if held is None else held.added:
        state = site.state(address)
        if isinstance(state, InstanceState) and state.phases == {Phase.PENDING}:
            yield state


def _is_claimed_twice(session: Address | None, site: Site) -> bool:
    held = contents.session_state(session, site)
    phases: dict[object, set[frozenset[Phase]]] = {}
    for one in () if held is None else held.claims:
        state = site.state(one.address)
        if not isinstance(state, InstanceState):
            continue
        if state.phases == {Phase.PENDING} or state.surely_there:
            what = one.cls, one.column, one.key
            before = phases.setdefault(what, set())
            if before and Phase.PENDING in {*state.phases}.union(*before):
                return True
            before.add(state.phases)
    return False


def _lacks_key(state: InstanceState, site: Site) -> bool:
    """Whether a new object was given no value for a foreign key that cannot be NULL, neither by
    itself nor by what it belongs to.  One that is its primary key may be that of the row of its
    base class."""
    return (
        isinstance(state.origin, Fresh)
        and ANY not in state.dirty
        and any(
            column.definition.has_foreign_key
            and not column.definition.primary_key
            and column.definition.nullable is False
            and not column.definition.has_default
            and column.name not in state.slots
            and not _is_given(column, state, site)
            for column in state.cls.mapping.columns
        )
    )


def _is_given(column: Column, state: InstanceState, site: Site) -> bool:
    """Whether the flush copies a foreign key from a related object."""
    for relation in state.cls.mapping.relationships:
        slot = state.slots.get(relation.name)
        if slot is not None and slot.value != NONE and relation.is_many_to_one is not False:
            if column in relation.foreign_key_columns():
                return True
    owners = (site.state(owner) for owner in state.owners)
    return any(
        column in relation.foreign_keys_of_target() or relation.target is None
        for owner in owners
        if isinstance(owner, InstanceState)
        for relation in owner.cls.mapping.relationships
    )
