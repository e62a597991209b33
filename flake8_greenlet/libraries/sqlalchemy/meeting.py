"""What a query does to objects that the session holds already: it may bring them back.

Source: "Is the Session a cache?", "Refreshing / Expiring".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import Site, Value
from flake8_greenlet.libraries.sqlalchemy import contents, identity, keys
from flake8_greenlet.libraries.sqlalchemy.loading import EMPTY_PLAN, LEAVING, Plan
from flake8_greenlet.libraries.sqlalchemy.mapping import (
    LAZY_LAZY,
    NEVER_LOADED,
    MappedClass,
    Relationship,
)
from flake8_greenlet.libraries.sqlalchemy.related import MappedObject
from flake8_greenlet.libraries.sqlalchemy.slots import (
    BY_KEY,
    IN_REFRESH,
    below_in_hand,
    plan_slot,
    takes_what_is_there,
)
from flake8_greenlet.libraries.sqlalchemy.states import InstanceState
from flake8_greenlet.libraries.sqlalchemy.transitions import fill, selected_again


def in_session(
    session: Address | None, cls: MappedClass, site: Site
) -> list[tuple[MappedObject, InstanceState]]:
    """The objects of a class that are in the session and have rows in the database."""
    there = ((MappedObject(state.cls, at), state) for at, state in contents.objects(session, site))
    return [(one, state) for one, state in there if not state.is_new and one.cls.is_related(cls)]


def meet(
    session: Address | None,
    cls: MappedClass,
    plan: Plan,
    site: Site,
    key: keys.Key | None,
    foreign_keys: Mapping[str, Value],
    *,
    whole: bool,
) -> None:
    """A query comes across objects that are there already.

    `whole` is one that leaves no row of the table out.  Which objects any other meets, only their
    keys can tell, and the foreign keys that it asks for.
    """
    for instance, state in in_session(session, cls, site):
        if (whole and instance.cls is cls) or key in keys.primary_keys(instance.address, state):
            site.store(instance.address, selected_again(state, plan, cls))
        elif identity.may_bring_back(state, key) and keys.may_lead_to(state, foreign_keys):
            site.store(instance.address, fill(state, plan, cls))


def meet_children(
    session: Address | None,
    cls: MappedClass,
    plan: Plan,
    parents: keys.Keys,
    site: Site,
    by_key: tuple[str, ...] = BY_KEY,
) -> None:
    """The rows of a collection come along with their parent: those that lead to it surely do."""
    for relation in cls.mapping.relationships if parents else ():
        target = relation.target
        slot = plan_slot(relation, plan)
        if target is None or slot is None or not slot.plans or relation.is_many_to_one:
            continue
        below = below_in_hand(relation, plan, slot.plans[0], by_key)
        for instance, state in in_session(session, target, site):
            if not parents.isdisjoint(map(keys.key_of, state.foreign_keys.values())):
                site.store(instance.address, selected_again(state, below))


def meet_related(
    session: Address | None,
    cls: MappedClass,
    plan: Plan,
    asked: identity.Asked,
    site: Site,
    seen: set[MappedClass],
    *,
    whole: bool,
    by_key: tuple[str, ...] = BY_KEY,
) -> None:
    """What is loaded along with the rows, of which so much is known, may be there already; with
    some strategies it is loaded for each of them `by_key`.

    Where these are the `whole` table, whatever surely belongs to some row of it comes along.
    """
    for relation in cls.mapping.relationships:
        option = plan.relations.get(relation.name)
        eager = relation.lazy not in LAZY_LAZY | NEVER_LOADED and relation.lazy != "noload"
        target = relation.target
        if target is None or target in seen or not (option or eager or plan.unknown):
            continue
        if (option is not None and option[0] in LEAVING) or relation in asked.nowhere:
            continue
        below = EMPTY_PLAN if option is None else option[1]
        all_of_it = whole and _has_all(relation) and not plan.unknown
        if all_of_it:
            meet(session, target, below, site, None, {}, whole=True)
        else:
            alone = takes_what_is_there(relation, plan, by_key)
            found = below_in_hand(relation, plan, below, by_key)
            meet_target(session, relation, found, asked, site, by_key=alone)
        meet_related(session, target, below, asked, site, {*seen, target}, whole=all_of_it)


def _has_all(relation: Relationship) -> bool:
    """Whether each row of the target belongs to some row on this side: its key is never NULL."""
    columns = relation.foreign_keys_of_target() if relation.is_collection else []
    return bool(columns) and all(column.definition.nullable is False for column in columns)


def meet_target(
    session: Address | None,
    relation: Relationship,
    plan: Plan,
    asked: identity.Asked,
    site: Site,
    *,
    by_key: bool,
) -> None:
    """What a relationship leads to may be among the objects that are there.  Where it leads to one,
    many are not brought by it; and where it is loaded by its key, only what has expired, with what
    its own query has loaded."""
    target = relation.target
    if target is None:
        return
    held = [(instance.address, state) for instance, state in in_session(session, target, site)]
    if relation.is_many_to_one:
        later = frozenset(identity.born_later(relation.owner, session, site))
        held = [each for each in held if each[0] not in later and not each[1].several]
    if by_key:
        held = [each for each in held if each[1].comes_back]
    if held:
        led_to = dict(identity.led_to(relation, asked, held, session, site))
        new = frozenset(_made_on_one_path(session, site))
        surely = led_to
        if new:
            surely = dict(identity.led_to(relation, asked, held, session, site, new))
        for address, state in led_to.items():
            filled = fill(state, state.plan.with_all_columns() if by_key else plan, target)
            # Where what leads to it was not made, it is as it was.
            site.store(address, filled if address in surely else state.join(filled))


def _made_on_one_path(session: Address | None, site: Site) -> Iterator[Address]:
    """What has a row on some paths only: what was loaded there has one on the others, too."""
    some = contents.of_one_path(session, site)
    for address, state in contents.objects(session, site) if some else ():
        if address in some and state.kinds.exact:
            yield address


def meet_siblings(
    instance: MappedObject, relation: Relationship, plans: tuple[Plan, ...], site: Site
) -> None:
    """What hangs on the one object that a relationship leads to comes along with it, such as the
    other posts of a post's author; but not where the session takes what it has."""
    state, target = instance.state(site), relation.target
    if target is None or not plans or not relation.is_many_to_one:
        return
    led_to = keys.foreign_keys(instance.address, state, relation.foreign_key_columns(), site)
    there = (identity.present(target, key, state.session, site) for key in led_to)
    held = (MappedObject(target, address).state(site) for address in there if address is not None)
    by_key = takes_what_is_there(relation, state.plan, IN_REFRESH)
    if by_key and not all(one.comes_back for one in held):
        return
    meet_children(state.session, target, plans[0], led_to, site)


def come_along(
    instance: MappedObject, plan: Plan, site: Site, by_key: tuple[str, ...] = IN_REFRESH
) -> None:
    """What comes along with one object whose row is loaded, as it is again by a refresh."""
    state = instance.state(site)
    asked = identity.asked_for(instance.address, state)
    meet_children(state.session, state.cls, plan, asked.keys, site, by_key)
    for one in plan.choices or (plan,):
        seen = {state.cls}
        meet_related(state.session, state.cls, one, asked, site, seen, whole=False, by_key=by_key)
    for relation in state.cls.mapping.relationships:
        meet_siblings(instance, relation, state.slot(relation).plans, site)


def meet_loaded(
    instance: MappedObject, relation: Relationship, plans: tuple[Plan, ...], site: Site
) -> None:
    """What a lazy load finds may be there already: so it is where the keys say that they belong
    together, and perhaps where one was seen to lead to the other."""
    state, target = instance.state(site), relation.target
    if target is None or not plans:
        return
    meet_siblings(instance, relation, plans, site)
    for one, other in in_session(state.session, target, site):
        if relation.is_many_to_one and not other.comes_back:
            # It does as it is.
            continue
        if identity.is_led_to(relation, (instance.address, state), (one.address, other), site):
            site.store(one.address, selected_again(other, plans[0]))
        elif instance.address in other.owners:
            site.store(one.address, fill(other, plans[0], target))
