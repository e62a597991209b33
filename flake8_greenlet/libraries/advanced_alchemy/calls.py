"""One call of a repository's method, in the terms of the session that it works with."""

from __future__ import annotations

from flake8_greenlet.interpreter.classes import Instance
from flake8_greenlet.interpreter.values import FALSE, NONE, TRUE, UNKNOWN, Arguments, Site, Value
from flake8_greenlet.libraries.adapters import run, some_of, steps
from flake8_greenlet.libraries.advanced_alchemy.loads import loader_options
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.libraries.sqlalchemy.mapping import MappedClass
from flake8_greenlet.libraries.sqlalchemy.queries import Statement
from flake8_greenlet.libraries.sqlalchemy.sessions import Session
from flake8_greenlet.libraries.sqlalchemy.slots import PERSISTENT
from flake8_greenlet.records import dataclass

SWITCHES = {"auto_commit": FALSE, "auto_expunge": FALSE, "auto_refresh": TRUE}
"""What a constructor's switch is when it is not given; a call may say otherwise."""
OPTIONS = {**SWITCHES, "load": NONE, "statement": NONE}
"""What a constructor's argument is when it is not given."""
IN_THE_WAY = ("bind_group", "execution_options")
"""Arguments that may change what a query loads, and where."""
_OVERRIDES = ("inherit_lazy_relationships", "merge_loader_options", "execution_options")
"""Attributes of a class that change what its queries load."""


@dataclass(frozen=True)
class Call:
    """One call of a repository's method whose outcome is known."""

    session: Session
    model: MappedClass
    repository: Instance
    arguments: Arguments
    site: Site

    # What it was told

    def given(self, name: str) -> Value:
        return self.arguments.keywords.get(name, NONE)

    def option(self, name: str) -> Value:
        """What a call, or else the constructor, says of an option."""
        given = self.given(name)
        return self.default(name) if given == NONE else given

    def default(self, name: str) -> Value:
        return self.repository.attributes(self.site).values.get(f"_{name}", UNKNOWN)

    @property
    def is_plain(self) -> bool:
        """Whether what it does follows from what is named here."""
        in_the_way = any(self.given(name) != NONE for name in IN_THE_WAY)
        if self.arguments.open_ended or in_the_way:
            return False
        statement = self.option("statement")
        if not isinstance(statement, Statement) and statement != NONE:
            return False
        cls = self.repository.cls
        return all(self.option(name) in (TRUE, FALSE) for name in SWITCHES) and not any(
            cls.member(name) for name in _OVERRIDES
        )

    def loads(self) -> list[Value]:
        """The loader options of its query."""
        own = self.default("load")
        if own == NONE:
            own = self.repository.cls.member("loader_options") or NONE
        return loader_options(own, self.given("load"), self.site)

    # What it does

    def found(self, *names: str) -> Value:
        """What its query finds, taken from the result by methods of these names."""
        base = self.option("statement")
        statement = some_of(self.model if base == NONE else base, self.loads(), self.site)
        return steps(run(self.session, "execute", self.site, statement), self.site, *names)

    def released(self, value: Value) -> Value:
        """What is handed out, taken from the session if it is to be."""
        if self.option("auto_expunge") == TRUE:
            for each in value.alternatives():
                if each != NONE:
                    run(self.session, "expunge", self.site, each)
        return value

    def all_released(self, rows: Value) -> Value:
        """The same of many: those that are taken out are not followed one by one."""
        return UNKNOWN if self.option("auto_expunge") == TRUE else rows

    def write(self) -> None:
        commits = self.option("auto_commit") == TRUE
        run(self.session, "commit" if commits else "flush", self.site)

    def refresh(self, value: Value, names: Value = NONE) -> None:
        if self.option("auto_refresh") == TRUE:
            run(self.session, "refresh", self.site, value, names)

    def read_key(self, value: Value) -> None:
        """The library reads the key of an object itself."""
        key = self.model.mapping.primary_key
        if key is not None:
            value.get(key.name, self.site)

    def is_held(self, value: MappedInstance) -> bool:
        """Whether its session surely has the row of an object."""
        state = value.state(self.site)
        return state.session == self.session.address and state.phases == PERSISTENT
