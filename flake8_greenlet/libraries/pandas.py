"""pandas: what asks the database, and refuses what is asynchronous.

Source: pandas' "IO tools", "SQL queries".  A connection of another kind than SQLAlchemy's is taken
for one of the DBAPI, so that `AttributeError: 'AsyncEngine' object has no attribute 'cursor'` is
what comes of it.
"""

from __future__ import annotations

from flake8_greenlet.interpreter.values import UNKNOWN, Arguments, Builtin, Site, Value
from flake8_greenlet.libraries.sqlalchemy.facades import needs_sync


class Frame(Value):
    """A `DataFrame`, as far as it is written to a database."""

    def get(self, name: str, site: Site) -> Value:
        return asking("DataFrame.to_sql") if name == "to_sql" else UNKNOWN


class FrameClass(Value):
    """`pandas.DataFrame`"""

    def get(self, name: str, site: Site) -> Value:
        return UNKNOWN

    def call(self, arguments: Arguments, site: Site) -> Value:
        UNKNOWN.call(arguments, site)
        return Frame()

    def made(self, site: Site) -> Value:
        return Frame()

    def truth(self, site: Site) -> bool | None:
        return True


def asking(name: str) -> Value:
    """A function that is given a connection after what it reads or writes."""

    def work(arguments: Arguments, site: Site) -> Value:
        needs_sync(name, arguments.get(1, "con") or UNKNOWN, site)
        result = UNKNOWN.call(arguments, site)
        chunks = name == "DataFrame.to_sql" or "chunksize" in arguments.keywords
        return result if chunks or arguments.open_ended else Frame()

    return Builtin(name, work)


_NAMES: dict[str, Value] = {
    "DataFrame": FrameClass(),
    "read_sql": asking("read_sql"),
    "read_sql_query": asking("read_sql_query"),
    "read_sql_table": asking("read_sql_table"),
}


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name below `pandas`."""
    root, _, name = qualified.partition(".")
    return _NAMES.get(name) if root == "pandas" else None
