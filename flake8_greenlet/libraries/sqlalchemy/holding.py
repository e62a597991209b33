"""What variables hold, and what nobody holds any more: the identity map is weak.

Source: "Session Referencing Behavior".
"""

from __future__ import annotations

from flake8_greenlet.interpreter.containers import Sequence
from flake8_greenlet.interpreter.heap import Address, Heap
from flake8_greenlet.interpreter.values import NONE, Site, Value
from flake8_greenlet.libraries.sqlalchemy.session_states import SessionState
from flake8_greenlet.libraries.sqlalchemy.slots import (
    Doubtful,
    Gone,
    Inserted,
    Row,
)
from flake8_greenlet.libraries.sqlalchemy.states import InstanceState
from flake8_greenlet.records import replace


def is_over(address: Address, state: InstanceState, site: Site) -> bool:
    """Whether an object has left the session because nothing refers to it any more.  Then only
    other paths say what is so of it."""
    if not state.let_go and is_let_go(address, state, site):
        state = replace(state, let_go=True)
        site.store(address, state)
    return state.let_go


def _standing_for(address: Address, site: Site) -> list[tuple[Value, ...]]:
    """Of each variable that may hold an object, all that it may hold: the session itself keeps
    none."""
    held = (tuple(variable.alternatives()) for variable in site.frame.variables())
    return [
        values
        for values in held
        if any(getattr(value, "address", None) == address for value in values)
    ]


def is_in_hand(address: Address, site: Site) -> bool:
    """Whether some variable holds an object."""
    return bool(_standing_for(address, site))


def may_be_none(address: Address, site: Site) -> bool:
    """Whether every variable that may hold an object may hold nothing as well: nobody has found out
    yet whether it is there."""
    found = _standing_for(address, site)
    return bool(found) and all(NONE in values for values in found)


def is_held(address: Address, site: Site) -> bool:
    """Whether some variable holds an object, by itself or in a list."""
    return is_in_hand(address, site) or is_listed(address, site)


def is_let_go(address: Address, state: InstanceState, site: Site, heap: Heap | None = None) -> bool:
    """Whether nothing refers any more to an object that has a row: the identity map is weak.  A
    `heap` is given where that is asked of another path than this one.

    What goes round in a circle stays until somebody collects it.
    """
    heap = heap or site.heap
    if not state.surely_there or state.several or state.in_turn is not None:
        return False
    origin = state.origin.before if isinstance(state.origin, Doubtful) else state.origin
    # What either of two statements has loaded has none of these origins.
    loaded = isinstance(origin, (Row, Inserted, Gone)) or bool(state.plan.choices)
    if state.dirty or not loaded:
        # What has changed, the session keeps.
        return False
    references = site.machine.references
    held = references.kept(heap, but=(InstanceState, SessionState))
    if address in held or state.summary in held:
        return False
    return address not in references.reached(references.of(state), heap)


def is_named(address: Address, site: Site) -> bool:
    """Whether some variable holds this very object."""
    return any(
        getattr(value, "address", None) == address
        for variable in site.frame.variables()
        for value in variable.alternatives()
    )


def is_listed(address: Address, site: Site) -> bool:
    """Whether a list in some variable is of these objects: the session itself keeps none."""
    return any(
        getattr(element, "address", None) == address
        for variable in site.frame.variables()
        for value in variable.alternatives()
        if isinstance(value, Sequence)
        for element in value.contents(site).each().alternatives()
    )
