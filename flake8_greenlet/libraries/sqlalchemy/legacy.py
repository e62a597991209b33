"""`session.query(…)`, the legacy query of a sync session.

Source: "Legacy Query API".
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from flake8_greenlet.interpreter.values import (
    FALSE,
    UNKNOWN,
    Arguments,
    Builtin,
    Known,
    Site,
    Value,
)
from flake8_greenlet.libraries.sqlalchemy.coroutines import called
from flake8_greenlet.libraries.sqlalchemy.execution import get, run_statement
from flake8_greenlet.libraries.sqlalchemy.protocols import half_does_io
from flake8_greenlet.libraries.sqlalchemy.queries import Result, Row, Statement, class_of
from flake8_greenlet.libraries.sqlalchemy.unit_of_work import autoflush
from flake8_greenlet.records import dataclass, replace

if TYPE_CHECKING:
    from flake8_greenlet.libraries.sqlalchemy.sessions import Session


@dataclass(frozen=True)
class Query(Known):
    """`session.query(…)` on a sync session."""

    session: Session | None
    """None where nobody knows which it is."""
    statement: Statement
    label: str = field(default="query()", kw_only=True)
    """How the source spells what made it."""

    @classmethod
    def of(cls, session: Session, arguments: Arguments, site: Site) -> Query:
        """What `session.query(User, Post.title)` returns."""
        statement = Statement("select", tuple(arguments.positional))
        return cls(session, statement, label=called(site) or "query()")

    _ROWS = frozenset({"all", "first", "one", "one_or_none", "scalar"})
    _WRITES = frozenset({"delete", "update"})

    def get(self, name: str, site: Site) -> Value:
        if name == "statement":
            return self.statement

        def call(arguments: Arguments, where: Site) -> Value:
            if name in self._ROWS:
                self.ask(f".{name}()", where)
                return self._result(where).get(name, where).call(Arguments(), where)
            if name == "get" and self.session is not None:
                self.ask(".get()", where)
                entity = self.statement.entities[:1]
                given = Arguments([*entity, *arguments.positional])
                return get(self.session, given, where)
            if name in self._WRITES and self.session is not None:
                self.ask(f".{name}()", where)
                run_statement(self.session, self._writing(name, arguments), Arguments(), where)
                return where.opaque()
            if name == "count" and self.session is not None:
                self.ask(".count()", where)
                autoflush(self.session, where)
                return where.opaque()
            generated = self.statement.get(name, where).call(arguments, where)
            return self.generated(generated) if isinstance(generated, Statement) else UNKNOWN

        return Builtin(name, call)

    def generated(self, statement: Statement) -> Query:
        """The query that one of its methods makes of it."""
        return replace(self, statement=statement)

    def ask(self, use: str, site: Site) -> None:
        """It goes to the database, for a `use` such as `.all()`."""
        self.blocks(use, site)
        if self.session is not None and self.session.facade:
            half_does_io(f"{self.label}{use}", "sync_session", site)

    def blocks(self, use: str, site: Site) -> None:
        """A query of a synchronous session keeps the event loop waiting."""
        if self.session is not None:
            self.session.blocks(f"{self.label}{use}", site)

    def _writing(self, kind: str, arguments: Arguments) -> Statement:
        """`query.update({…})`, `query.delete()` as the statement that they are."""
        entity = self.statement.entities[0] if self.statement.entities else None
        return Statement(
            kind,
            target=class_of(entity),
            synchronize=arguments.keywords.get("synchronize_session") != FALSE,
            assigned=None,
            conditions=self.statement.conditions,
        )

    def _result(self, site: Site) -> Value:
        if self.session is None:
            return site.opaque()
        result = run_statement(self.session, self.statement, Arguments(), site)
        if isinstance(result, Result) and isinstance(result.row, Row):
            if len(result.row.items) == 1 and class_of(self.statement.entities[0]):
                return result.get("scalars", site).call(Arguments(), site)
        return result

    def element(self, site: Site) -> Value | None:
        self.ask("", site)
        return self._result(site).element(site)

    def item(self, key: Value, site: Site) -> Value:
        self.ask("[]", site)
        rows = self._result(site).get("all", site).call(Arguments(), site)
        return rows.item(key, site)

    def contains(self, item: Value, site: Site) -> Value:
        self.element(site)
        return site.opaque()

    def truth(self, site: Site) -> bool | None:
        return True
