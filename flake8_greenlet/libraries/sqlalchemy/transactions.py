"""`session.begin()`, `session.begin_nested()` and `session.no_autoflush`.

Source: "Transactions and Connection Management".
"""

from __future__ import annotations

from dataclasses import dataclass

from flake8_greenlet.interpreter.values import NONE, UNKNOWN, Arguments, Builtin, Known, Site, Value
from flake8_greenlet.libraries.sqlalchemy.coroutines import SqlCoroutine
from flake8_greenlet.libraries.sqlalchemy.states import make_doubtful
from flake8_greenlet.libraries.sqlalchemy.unit_of_work import UnitOfWork, commit, flush, rollback


@dataclass(frozen=True)
class SessionTransaction(Known):
    """`session.begin()` and `session.begin_nested()`."""

    session: UnitOfWork
    nested: bool

    def awaited(self, site: Site) -> Value:
        self.session.update(site, begun=True)
        return self

    def enter(self, site: Site) -> Value:
        self.session.update(site, begun=True)
        return self

    async_enter = enter

    def leave(self, site: Site, *, failed: bool) -> None:
        if self.nested:
            self._leave_savepoint(site, failed)
        elif failed:
            rollback(self.session, site)
        else:
            commit(self.session, site)

    async_leave = leave

    def _leave_savepoint(self, site: Site, failed: bool) -> None:
        if not failed:
            flush(self.session, site)
            return
        # What changed inside is expired; which objects did, is not followed.
        for instance in self.session.objects(site):
            site.store(instance.address, make_doubtful(instance.state(site)))

    def get(self, name: str, site: Site) -> Value:
        if name in ("commit", "rollback"):
            work = commit if name == "commit" else rollback

            def run(where: Site) -> Value:
                if self.nested:
                    self._leave_savepoint(where, failed=name == "rollback")
                else:
                    work(self.session, where)
                return NONE

            def call(arguments: Arguments, where: Site) -> Value:
                if not self.session.is_async:
                    return run(where)
                return SqlCoroutine("AsyncSessionTransaction", name, "transaction", run, where)

            return Builtin(name, call)
        return UNKNOWN


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
