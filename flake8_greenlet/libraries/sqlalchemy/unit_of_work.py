"""What a session does with the objects it holds: cascade, flush, commit, rollback, expunge.

Source: "Session Basics", "State Management", "Cascades".
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import Context, Known, PathEnds, Seen, Site
from flake8_greenlet.libraries.sqlalchemy import constraints, contents
from flake8_greenlet.libraries.sqlalchemy.errors import (
    DATABASE_ERROR,
    INVALID_REQUEST,
    READ_ERROR,
    REFUSAL,
)
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.libraries.sqlalchemy.mapping import MappedClass
from flake8_greenlet.libraries.sqlalchemy.reading import has_no_members, look_at_related
from flake8_greenlet.libraries.sqlalchemy.related import (
    MappedObject,
    related_objects,
)
from flake8_greenlet.libraries.sqlalchemy.session_states import Begun, SessionState
from flake8_greenlet.libraries.sqlalchemy.slots import (
    DELETED,
    DETACHED,
    PENDING,
    PERSISTENT,
    TRANSIENT,
    UNKNOWN_SLOT,
    Phase,
)
from flake8_greenlet.libraries.sqlalchemy.states import InstanceState
from flake8_greenlet.libraries.sqlalchemy.transitions import (
    as_before_insert,
    expire,
    make_doubtful,
    without_expired,
)
from flake8_greenlet.libraries.sqlalchemy.writing import flush_one, load_to_delete
from flake8_greenlet.records import dataclass, replace


@dataclass(frozen=True)
class UnitOfWork(Known):
    """A session, as far as the objects go that it holds."""

    address: Address
    is_async: bool

    def state(self, site: Site) -> SessionState:
        """What is known of the session on this path."""
        state = site.state(self.address)
        return state if isinstance(state, SessionState) else SessionState(self.is_async)

    def update(self, site: Site, **changes: object) -> None:
        """Write what has changed about the session."""
        if "failed" in changes:
            self._refuses(bool(changes["failed"]), site)
        site.store(self.address, replace(self.state(site), **changes))  # type: ignore[arg-type]

    def _refuses(self, failed: bool, site: Site) -> None:
        # What a failure has left as it was is there on that path alone, and there the session
        # refuses everything: it must not meet a path on which it does not.
        heap, fact = site.machine.heap, ("refuses", self.address)
        if failed:
            site.machine.heap = heap.assuming(fact, True)
        elif fact in heap.facts:
            site.machine.heap = heap.regardless_of(fact)

    def forget_rows(self, site: Site) -> None:
        """Which rows there are, and which tables have none, has to be found out again."""
        self.update(site, found=frozenset(), without_rows=frozenset())

    def objects(self, site: Site) -> list[MappedInstance]:
        """The objects that the session holds on this path, in order."""
        found = contents.objects(self.address, site)
        return [MappedInstance(state.cls, address) for address, state in found]

    def escape(self, site: Site, seen: Seen) -> None:
        if self.address in seen:
            return
        seen.add(self.address)
        for instance in self.objects(site):
            instance.escape(site, seen)
        self.forget_rows(site)
        self.update(site, begun=Begun.UNKNOWN, flushed=False)
        injected = self.state(site).injected
        if injected is not None and site.context is Context.THREAD:
            injected.used(site)


def begin(session: UnitOfWork, site: Site) -> None:
    """Whatever a session is asked to do begins a transaction, if there is none."""
    if session.state(site).failed:
        raise PathEnds(REFUSAL)
    session.update(site, begun=Begun.YES)


def require_rows(instances: Sequence[MappedObject], site: Site) -> None:
    """`refresh()`, `expire()` and `delete()` refuse what has no row yet, before they flush
    anything."""
    if instances and all(instance.state(site).is_new for instance in instances):
        raise PathEnds(INVALID_REQUEST)


def flush(session: UnitOfWork, site: Site) -> None:
    """Write pending and dirty objects, and what hangs on them."""
    if constraints.is_refused(session.address, site):
        session.update(site, begun=Begun.YES, failed=True)
        raise PathEnds(DATABASE_ERROR)
    for instance in session.objects(site):
        flush_one(instance, session.state(site).transaction, site)
    session.update(site, flushed=True)


def may_fail(
    session: UnitOfWork,
    site: Site,
    *,
    in_flush: bool = True,
    writes: bool = True,
    then: Callable[[], object] | None = None,
) -> None:
    """The database may refuse, and then nothing of it has happened, except that a flush has loaded
    what it deletes, unless it refuses that.

    A flush that fails leaves the session unusable until it is rolled back; a statement does not.
    `then` is what the failure itself brings about before anybody can catch it.
    """
    machine = site.machine
    if machine.raises is None or session.state(site).failed:
        return
    session.update(site, begun=Begun.YES)
    before = machine.heap
    if in_flush:
        session.update(site, failed=True)
        unloaded = machine.heap
        for instance in session.objects(site):
            load_to_delete(instance, site)
        if not machine.heap.same_as(unloaded):
            # Already loading it may fail.
            machine.raises.add(unloaded, READ_ERROR)
        _close_expired(session, site)
    if then is not None:
        then()
    machine.raises.add(machine.heap, DATABASE_ERROR if writes else READ_ERROR)
    machine.heap = before


def _close_expired(session: UnitOfWork, site: Site) -> None:
    """What has expired cannot be asked for after a flush has failed, and the rollback expires it
    anew; that of a savepoint does not."""
    for instance in () if session.state(site).savepoints else session.objects(site):
        site.store(instance.address, without_expired(instance.state(site)))


def autoflush(session: UnitOfWork, site: Site) -> None:
    """What precedes a query: pending and dirty objects are written, unless that is switched off."""
    if session.state(site).autoflush:
        flush(session, site)
    begin(session, site)


def flush_before_loading(session: Address | None, site: Site) -> None:
    """What precedes a lazy load: the same."""
    state = contents.session_state(session, site)
    if session is None or state is None or state.failed:
        return
    unit = UnitOfWork(session, state.is_async)
    if state.autoflush and has_work(unit, site):
        may_fail(unit, site)
        autoflush(unit, site)


def has_work(session: UnitOfWork, site: Site) -> bool:
    """Whether a flush may have something to write: what a session was given before it came in sight
    nobody knows, until it was flushed."""
    state = session.state(site)
    if state.label is None and not state.flushed:
        return True
    states = [instance.state(site) for instance in session.objects(site)]
    unwritten = {Phase.PENDING, Phase.DELETED, Phase.UNKNOWN}
    return any(state.dirty or not state.phases.isdisjoint(unwritten) for state in states)


def commit(session: UnitOfWork, site: Site) -> None:
    """Flush, and let go of what was loaded unless `expire_on_commit` is False."""
    begin(session, site)
    flush(session, site)
    expires = session.state(site).expire_on_commit
    for instance in session.objects(site):
        if instance.state(site).phases == DELETED:
            look_at_related(instance, site)
    for instance in session.objects(site):
        before = replace(_after_transaction(instance.state(site)), inserted_in=None)
        if before.phases == DELETED:
            # A deleted object keeps its values and leaves the session.
            after = replace(before, phases=DETACHED)
        elif expires is False or not before.phases & _IN_SESSION:
            after = before
        elif expires:
            after = expire(before, "commit()")
        else:
            after = make_doubtful(before)
        site.store(instance.address, after)
    _let_go(session, DETACHED, site)
    calls = session.state(site).committed_by
    if expires is None:
        calls |= {site.frame.entered}
    session.forget_rows(site)
    session.update(site, begun=Begun.NO, savepoints=(), committed_by=calls)


_IN_SESSION = frozenset({Phase.PERSISTENT, Phase.DELETED, Phase.UNKNOWN})


def reached(instance: MappedObject, cascade: str, site: Site) -> list[tuple[MappedObject, bool]]:
    """An object and what a cascade leads to from it, by what is loaded; each with whether that is
    sure."""
    found = {instance.address: (instance, True)}
    queue = [instance]
    while queue:
        owner, surely = found[queue.pop().address]
        for relation in owner.cls.mapping.relationships:
            slot = owner.state(site).slots.get(relation.name)
            if slot is None or not relation.may_cascade(cascade):
                continue
            sure = surely and slot.cause is None and not slot.unknown
            sure = sure and relation.definition.cascade is not None
            for other in related_objects(slot.value, site):
                if other.address not in found:
                    found[other.address] = other, sure
                    queue.append(other)
    return list(found.values())


def expire_whole(instance: MappedObject, by: str, site: Site) -> None:
    """Expire an object, and what the cascade leads to: `expire()` and `refresh()` do."""
    for other, surely in reached(instance, "refresh-expire", site):
        state = other.state(site)
        if other == instance or (surely and state.phases == PERSISTENT):
            site.store(other.address, expire(state, by))
        elif not state.is_new:
            site.store(other.address, make_doubtful(state))


def rollback(session: UnitOfWork, site: Site) -> None:
    """Expire what was persistent, whatever `expire_on_commit` says; new objects are new again."""
    state = session.state(site)
    if state.begun is Begun.NO:
        return
    excusing = _is_excusing(state, site)
    for instance in session.objects(site):
        if _is_new_again(instance.state(site)):
            look_at_related(instance, site)
    for instance in session.objects(site):
        before = instance.state(site)
        on_one_path = before.inserted_somewhere and state.begun is Begun.SOMEWHERE
        if _is_new_again(before):
            after = as_before_insert(before)
            if before.phases == _PENDING_OR_NOT and before.inserted_in is None:
                # On some path it is older than the transaction.
                persistent = replace(before, phases=PERSISTENT)
                after = after.join(expire(persistent, "rollback()", excusing=excusing))
        elif on_one_path and before.phases == PERSISTENT:
            # It is new again where its INSERT is rolled back, and elsewhere nothing has begun.
            after = as_before_insert(before).join(before)
        elif state.begun.is_somewhere and before.phases & _WITH_ROW and before.phases <= _KNOWN:
            with_row = replace(before, phases=before.phases & _WITH_ROW)
            after = _restored(with_row, excusing=excusing)
            if state.begun is Begun.SOMEWHERE:
                after = with_row.join(after)
            if not before.phases <= _WITH_ROW:
                # What is new on some path still is, and what has left the session stays as it is.
                after = after.join(replace(before, phases=before.phases - _WITH_ROW))
        else:
            after = make_doubtful(before)
        site.store(instance.address, _after_transaction(after))
    _let_go(session, TRANSIENT, site)
    session.forget_rows(site)
    session.update(site, begun=Begun.NO, failed=False, savepoints=())


def _is_new_again(state: InstanceState) -> bool:
    """Whether a rollback takes back the INSERT of an object, on some path at least."""
    return Phase.PENDING in state.phases or state.inserted_in is not None


def _after_transaction(state: InstanceState) -> InstanceState:
    """The object as the next transaction finds it."""
    return replace(state, changed_in=frozenset(), inserted_somewhere=False)


def _restored(state: InstanceState, *, excusing: bool) -> InstanceState:
    """What a rollback makes of what has a row: it is expired, and not deleted any more."""
    return replace(expire(state, "rollback()", excusing=excusing), phases=PERSISTENT)


def _is_excusing(state: SessionState, site: Site) -> bool:
    """Whether nobody is to be told of what a rollback expires, where nobody knows what a commit has
    done before.

    What a callee does when it fails is not what its caller looks at.  Who rolls back what was
    committed in the same place, or in what was called from there, sees both.
    """
    calls = state.committed_by
    return site.machine.handled is not None and (not calls or min(calls) < site.frame.entered)


def _let_go(session: UnitOfWork, phases: frozenset[Phase], site: Site) -> None:
    """What is new again after a rollback, or deleted by a commit, is no matter of the session any
    more."""
    held = session.objects(site)
    _forget(session, {i.address for i in held if i.state(site).phases == phases}, site)


def _forget(session: UnitOfWork, gone: Container[Address], site: Site) -> None:
    objects = session.state(site).objects
    session.update(site, objects={a: cls for a, cls in objects.items() if a not in gone})


_WITH_ROW = PERSISTENT | DELETED
_KNOWN = _WITH_ROW | {Phase.TRANSIENT, Phase.DETACHED}
_PENDING_OR_NOT = PENDING | PERSISTENT


def begin_savepoint(session: UnitOfWork, savepoint: Address, site: Site) -> None:
    """`begin_nested()`: what has changed before it is written first, and is no matter of it."""
    if has_work(session, site):
        may_fail(session, site)
    flush(session, site)
    session.update(site, begun=Begun.YES, savepoints=(*session.state(site).savepoints, savepoint))


def release_savepoint(session: UnitOfWork, savepoint: Address, site: Site) -> None:
    """The end of a savepoint; what happened in it is a matter of the one around it."""
    flush(session, site)
    session.update(site, savepoints=_around(session, savepoint, site))


def rollback_to_savepoint(session: UnitOfWork, savepoint: Address, site: Site) -> None:
    """Only what changed since is expired, and what was added since is new again: what was there
    when it began had to be written first."""
    excusing = _is_excusing(session.state(site), site)
    for instance in session.objects(site):
        before = instance.state(site)
        inside = frozenset(each for each in before.changed_in if each >= savepoint)
        after = replace(before, changed_in=before.changed_in - inside)
        inserted = before.inserted_in is not None and before.inserted_in >= savepoint
        if inserted or before.phases == PENDING:
            after = as_before_insert(after)
        elif Phase.PENDING in before.phases or Phase.DELETED in before.phases:
            after = make_doubtful(after)
        elif inside and before.phases == PERSISTENT:
            after = expire(after, "rollback()", excusing=excusing)
        elif inside:
            after = make_doubtful(after)
        site.store(instance.address, after)
    _let_go(session, TRANSIENT, site)
    session.update(site, failed=False, savepoints=_around(session, savepoint, site))


def _around(session: UnitOfWork, savepoint: Address, site: Site) -> tuple[Address, ...]:
    return tuple(each for each in session.state(site).savepoints if each < savepoint)


def close(session: UnitOfWork, site: Site) -> None:
    """`close()`, `reset()`, the end of `async with AsyncSession()`: objects are detached."""
    for instance in session.objects(site):
        before = instance.state(site)
        site.store(instance.address, replace(before, phases=DETACHED))
    session.update(site, objects={}, begun=Begun.NO, failed=False, savepoints=())


def expunge(session: UnitOfWork, instance: MappedObject, site: Site) -> None:
    """The object leaves the session, and takes along what it cascades to."""
    along = reached(instance, "expunge", site)
    for other, surely in along:
        phase = Phase.DETACHED if surely else Phase.UNKNOWN
        site.store(other.address, replace(other.state(site), phases=frozenset({phase})))
    gone = {other.address for other, _ in along}
    _forget(session, gone, site)


def _has_to_load(state: InstanceState) -> bool:
    """Whether the database is asked for what is deleted along with an object: `lazy="raise"` does
    not keep it from that."""
    return any(
        "delete" in (relation.definition.cascade or ())
        and relation.is_many_to_one is False
        and not relation.definition.passive_deletes
        and state.slot(relation).is_fillable
        for relation in state.cls.mapping.relationships
    )


def _take_in(session: UnitOfWork, instance: MappedObject, site: Site) -> None:
    """An object of which nobody knew turns out to have a row, and to be in the session: it refuses
    what has none, and what is in another one."""
    state = instance.state(site)
    if state.phases == frozenset({Phase.UNKNOWN}):
        contents.attach(instance.address, session.address, site)
        state = replace(state, phases=PERSISTENT, session=session.address)
        site.store(instance.address, state)


def delete(session: UnitOfWork, instance: MappedObject, site: Site) -> None:
    """The next flush deletes the object, and what it cascades to; that is loaded at once, which may
    fail before anything is deleted.

    What has no row, on some path at least, the session refuses there.
    """
    if instance.state(site).is_new:
        return
    _take_in(session, instance, site)
    along = reached(instance, "delete", site)
    if any(_has_to_load(other.state(site)) for other, _ in along):
        may_fail(session, site, in_flush=False, writes=False)
    unseen: set[MappedClass] = set()
    for other, surely in along:
        state = other.state(site)
        certain = surely and state.phases <= _WITH_ROW
        if other == instance:
            certain = Phase.UNKNOWN not in state.phases
        phase = Phase.DELETED if certain else Phase.UNKNOWN
        for relation in state.cls.mapping.relationships:
            if relation.may_cascade("delete"):
                slot = state.slot(relation)
                if slot.cause is not None:
                    state = state.with_slot(relation.name, UNKNOWN_SLOT)
                nothing = has_no_members(relation, state, site)
                if slot.value is None and relation.target is not None and not nothing:
                    unseen.add(relation.target)
        site.store(other.address, replace(state, phases=frozenset({phase})))
    gone = {other.address for other, _ in along}
    for other in session.objects(site):
        if other.address not in gone and any(map(other.cls.is_related, unseen)):
            # Nobody has looked at what the cascade leads to: it may be this one.
            state = other.state(site)
            site.store(other.address, replace(state, phases=frozenset({Phase.UNKNOWN})))
