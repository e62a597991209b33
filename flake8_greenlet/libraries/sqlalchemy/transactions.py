"""`session.begin()`, `session.begin_nested()` and `session.no_autoflush`.

Source: "Transactions and Connection Management".
"""

from __future__ import annotations

import ast

from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import NONE, UNKNOWN, Arguments, Builtin, Known, Site, Value
from flake8_greenlet.libraries.sqlalchemy.concurrency import does_io
from flake8_greenlet.libraries.sqlalchemy.coroutines import (
    SqlCoroutine,
    called,
    spelled,
    tell_unawaited,
)
from flake8_greenlet.libraries.sqlalchemy.protocols import wrong_protocol
from flake8_greenlet.libraries.sqlalchemy.session_states import Begun
from flake8_greenlet.libraries.sqlalchemy.unit_of_work import (
    UnitOfWork,
    begin_savepoint,
    commit,
    has_work,
    may_fail,
    release_savepoint,
    rollback,
    rollback_to_savepoint,
)
from flake8_greenlet.records import dataclass


@dataclass(frozen=True)
class SessionTransaction(Known):
    """`session.begin()`: commits at its end, or rolls back when an exception leaves it."""

    session: UnitOfWork
    maker = "begin"

    def begin(self, site: Site) -> None:
        self.session.update(site, begun=Begun.YES)

    def may_be_refused(self, site: Site) -> bool:
        """A COMMIT may find out that a constraint is not kept, whatever it is that has to be
        written."""
        return True

    def commit(self, site: Site) -> None:
        commit(self.session, site)

    def rollback(self, site: Site) -> None:
        rollback(self.session, site)

    def awaited(self, site: Site) -> Value:
        self.begin(site)
        return self

    async_enter = awaited

    def lacks(self, keyword: str) -> bool:
        return keyword == ("with" if self.session.is_async else "async with")

    def enter(self, site: Site) -> Value:
        if self.session.is_async:
            wrong_protocol(f"{spelled(site)}.{self.maker}()", "with", site)
        return self.awaited(site)

    def dropped(self, site: Site) -> None:
        # What `await session.begin()` has given may be dropped.
        if self.session.is_async and isinstance(site.node, ast.Call):
            tell_unawaited("AsyncSession", self.maker, called(site) or "it", None, site)

    def leave(self, site: Site, *, failed: bool) -> None:
        if failed or self.session.state(site).failed:
            # After a flush that has failed there is nothing left to commit, and no error either.
            self.rollback(site)
            return
        # When the database refuses at the end of the block, the block rolls back by itself.
        if self.may_be_refused(site):
            may_fail(self.session, site, then=lambda: self.rollback(site))
        self.commit(site)

    async_leave = leave

    def get(self, name: str, site: Site) -> Value:
        if name not in ("commit", "rollback"):
            return UNKNOWN

        receiver = spelled(site, "transaction")

        def run(where: Site) -> Value:
            if name == "commit":
                may_fail(self.session, where)
                self.commit(where)
            else:
                self.rollback(where)
            return NONE

        def call(arguments: Arguments, where: Site) -> Value:
            if not self.session.is_async:
                return run(where)
            return SqlCoroutine("AsyncSessionTransaction", name, receiver, run, where)

        return Builtin(name, call)


@dataclass(frozen=True)
class Savepoint(SessionTransaction):
    """`session.begin_nested()`: what it rolls back is what has changed since it began."""

    address: Address
    maker = "begin_nested"

    def begin(self, site: Site) -> None:
        does_io(self.session.address, site, writes=has_work(self.session, site))
        begin_savepoint(self.session, self.address, site)

    def may_be_refused(self, site: Site) -> bool:
        return has_work(self.session, site)

    def commit(self, site: Site) -> None:
        release_savepoint(self.session, self.address, site)

    def rollback(self, site: Site) -> None:
        rollback_to_savepoint(self.session, self.address, site)


@dataclass(frozen=True)
class NoAutoflush(Known):
    """`with session.no_autoflush:`"""

    session: UnitOfWork
    before: bool

    def enter(self, site: Site) -> Value:
        self.session.update(site, autoflush=False)
        return self.session

    def leave(self, site: Site, *, failed: bool) -> None:
        self.session.update(site, autoflush=self.before)
