"""What a session has on the paths that have come here, and what has shown itself of its rows.

Source: "Is the Session a cache?".
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import Site
from flake8_greenlet.libraries.sqlalchemy.mapping import (
    MappedClass,
)
from flake8_greenlet.libraries.sqlalchemy.session_states import SessionState
from flake8_greenlet.libraries.sqlalchemy.states import InstanceState
from flake8_greenlet.records import replace

OBJECTS_OF_A_STEP = 16
"""So many objects are gone through for one step of the budget: a session of hundreds is dear."""


def session_state(session: Address | None, site: Site) -> SessionState | None:
    """What is known of a session on this path; None where nobody knows which one it is."""
    state = None if session is None else site.state(session)
    return state if isinstance(state, SessionState) else None


def objects(session: Address | None, site: Site) -> list[tuple[Address, InstanceState]]:
    """The objects that a session holds on this path."""
    state = session_state(session, site)
    if state is None:
        return []
    site.machine.step(len(state.objects) // OBJECTS_OF_A_STEP)
    found = []
    for address in sorted(state.objects):
        held = site.state(address)
        if isinstance(held, InstanceState):
            found.append((address, held))
    return found


def of_one_branch(session: Address | None, site: Site) -> frozenset[Address]:
    """The objects that a session has on one of the paths that have met here, and on the other none
    of their class."""
    state = session_state(session, site)
    groups = () if state is None else state.of_one_branch
    return frozenset().union(*groups)


def of_one_path(session: Address | None, site: Site) -> frozenset[Address]:
    """The objects that a session has on some of the paths only that have met here."""
    state = session_state(session, site)
    return state.of_one_path if state is not None else frozenset()


def is_elsewhere_too(address: Address, session: Address | None, site: Site) -> bool:
    """Whether there are paths on which the session does not have the object."""
    return any(address in some(session, site) for some in (of_one_branch, of_one_path))


def none_there(cls: MappedClass, session: Address | None, site: Site) -> None:
    """A list of all rows of a table has turned out to be empty: what a query has found of it is not
    there on this path."""
    state = session_state(session, site)
    if session is not None and state is not None:
        site.store(session, replace(state, without_rows=state.without_rows | {cls}))
    for address, held in objects(session, site):
        if held.cls is cls and held.surely_there and not (held.several or held.was_inserted):
            site.forget(address)


def has_no_rows(cls: MappedClass, session: Address | None, site: Site) -> bool:
    """Whether a table was empty, and nothing was put into it since."""
    state = session_state(session, site)
    if state is None or cls not in state.without_rows:
        return False
    there = objects(session, site)
    return not any(held.cls.is_related(cls) and not held.several for _, held in there)


def show(address: Address, session: Address | None, site: Site) -> None:
    """An object is there, because it is read."""
    if is_elsewhere_too(address, session, site):
        attach(address, session, site)
    else:
        _take_branch(address, session, site)


def _take_branch(address: Address, session: Address | None, site: Site) -> None:
    """Where only one branch has loaded an object that is there, that one was taken."""
    state = session_state(session, site)
    if session is not None and state is not None and state.is_of_a_branch(address):
        came_from = state.comes_from(address)
        branches = frozenset(each.with_seen(came_from) for each in state.branches)
        site.store(session, replace(state, branches=branches))


def come_from(address: Address, origin: Address, session: Address | None, site: Site) -> None:
    """An object has come by way of another one, and is there where that is."""
    state = session_state(session, site)
    if session is not None and state is not None and state.is_of_a_branch(origin):
        along = {**state.along, address: state.comes_from(origin)}
        site.store(session, replace(state, along=along))


def attach(address: Address, session: Address | None, site: Site) -> None:
    """The session knows the object from now on."""
    _take_branch(address, session, site)
    state = session_state(session, site)
    if session is None or state is None:
        return
    instance = site.state(address)
    if address in state.of_one_path:
        state = replace(state, of_one_path=state.of_one_path - {address})
        site.store(session, state)
    if any(address in group for group in state.of_one_branch):
        # On this path, that branch was taken.
        cls = state.objects.get(address)
        others = frozenset(
            frozenset(one for one in group if state.objects.get(one) is not cls)
            for group in state.of_one_branch
            if address not in group
        )
        site.store(session, replace(state, of_one_branch=others - {frozenset()}))
    elif address not in state.objects and isinstance(instance, InstanceState):
        objects = {**state.objects, address: instance.cls}
        site.store(session, replace(state, objects=objects))


def note(address: Address, site: Site) -> None:
    """Remember that this entry point has seen an object: some variable may hold it."""
    site.machine.notes[("instance", address)] = True


def seen(site: Site) -> Iterator[tuple[Address, InstanceState]]:
    """Every object that was noted and that there is on this path."""
    for kind, address in site.machine.notes:
        if kind == "instance" and isinstance(address, int):
            state = site.state(address)
            if isinstance(state, InstanceState):
                yield address, state
