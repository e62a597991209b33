"""`session.query(…)`, the legacy query of a sync session.

Source: "Legacy Query API".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flake8_greenlet.interpreter.values import UNKNOWN, Arguments, Builtin, Known, Site, Value
from flake8_greenlet.libraries.sqlalchemy.execution import get, run_statement
from flake8_greenlet.libraries.sqlalchemy.queries import Result, Row, Statement, class_of

if TYPE_CHECKING:
    from flake8_greenlet.libraries.sqlalchemy.sessions import Session


@dataclass(frozen=True)
class Query(Known):
    """`session.query(…)` on a sync session."""

    session: Session
    statement: Statement

    @classmethod
    def of(cls, session: Session, arguments: Arguments) -> Query:
        """What `session.query(User, Post.title)` returns."""
        return cls(session, Statement("select", tuple(arguments.positional)))

    _ROWS = frozenset({"all", "first", "one", "one_or_none", "scalar"})
    _COUNTS = frozenset({"count", "delete", "update"})

    def get(self, name: str, site: Site) -> Value:
        def call(arguments: Arguments, where: Site) -> Value:
            if name in self._ROWS:
                return self._fetch(name, where)
            if name == "get":
                self.session.blocks("query().get()", where)
                entity = self.statement.entities[:1]
                given = Arguments([*entity, *arguments.positional])
                return get(self.session, given, where)
            if name in self._COUNTS:
                self.session.blocks(f"query().{name}()", where)
                return where.opaque()
            generated = self.statement.get(name, where).call(arguments, where)
            if isinstance(generated, Statement):
                return Query(self.session, generated)
            return UNKNOWN

        return Builtin(name, call)

    def _result(self, site: Site) -> Value:
        result = run_statement(self.session, self.statement, Arguments(), site)
        if isinstance(result, Result) and isinstance(result.row, Row):
            if len(result.row.items) == 1 and class_of(self.statement.entities[0]):
                return result.get("scalars", site).call(Arguments(), site)
        return result

    def _fetch(self, name: str, site: Site) -> Value:
        self.session.blocks(f"query().{name}()", site)
        return self._result(site).get(name, site).call(Arguments(), site)

    def element(self, site: Site) -> Value | None:
        self.session.blocks("query()", site)
        return self._result(site).element(site)

    def truth(self, site: Site) -> bool | None:
        return True
