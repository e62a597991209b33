"""What a repository's writing methods do to the session, to the rows and to what they are given.

The object that they return is the session's own.  What they were given stays outside of the
session, unless it was inside before, or there is no such row yet.
"""

from __future__ import annotations

from collections.abc import Callable

from flake8_greenlet.interpreter.containers import Tuple
from flake8_greenlet.interpreter.values import FALSE, TRUE, UNKNOWN, Arguments, Value, escape
from flake8_greenlet.libraries.adapters import run
from flake8_greenlet.libraries.advanced_alchemy.calls import Call
from flake8_greenlet.libraries.advanced_alchemy.models import may_have_loaded, take_over
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.libraries.sqlalchemy.slots import TRANSIENT


def add(call: Call) -> Value:
    return _added(call, call.arguments.get(0, "data") or UNKNOWN)


def _added(call: Call, data: Value) -> Value:
    run(call.session, "add", call.site, data)
    call.write()
    call.refresh(data)
    return call.released(data)


def add_many(call: Call) -> Value:
    data = call.arguments.get(0, "data") or UNKNOWN
    run(call.session, "add_all", call.site, data)
    call.write()
    return call.all_released(data)


def delete(call: Call) -> Value:
    found = call.found("scalar_one")
    run(call.session, "delete", call.site, found)
    call.write()
    return found


# Updates


def update(call: Call) -> Value | None:
    """The row of what is given, with what that has; None where nobody knows which object it is."""
    data = call.arguments.get(0, "data")
    if not isinstance(data, MappedInstance):
        return None
    if call.is_held(data):
        call.read_key(data)
        call.found()
        if call.loads():
            may_have_loaded(data, call.site)
        return _saved(call, data)
    if data.state(call.site).phases != TRANSIENT:
        return None
    return _overwritten(call, data)


def _overwritten(call: Call, data: MappedInstance) -> Value:
    """The row of an object that is not the session's, with what that was given."""
    row = call.found("scalar_one")
    if isinstance(row, MappedInstance):
        take_over(row, data, call.site, quiet=True)
    return _saved(call, row)


def upsert(call: Call) -> Value | None:
    """The row of what is given, or else what is given."""
    data = call.arguments.get(0, "data")
    if not isinstance(data, MappedInstance):
        return None
    if call.is_held(data):
        return update(call)
    if data.state(call.site).phases != TRANSIENT:
        return None
    return _either(call, lambda: _overwritten(call, data), lambda: _added(call, data))


def get_and_update(call: Call) -> Value:
    return Tuple((_changed(call), UNKNOWN))


def get_or_upsert(call: Call) -> Value:
    def get() -> Value:
        if call.given("upsert") == FALSE:
            return call.found("scalar_one")
        return _changed(call)

    def make() -> Value:
        return _added(call, call.model.call(Arguments([], _columns(call)), call.site))

    return Tuple((_either(call, get, make), UNKNOWN))


def _either(call: Call, *works: Callable[[], Value]) -> Value:
    """Which of these is done, the rows decide."""
    start = call.site.machine.heap
    return call.site.machine.either([(start, work) for work in works])


def _changed(call: Call) -> Value:
    """A row, with what the call gives for its columns."""
    row = call.found("scalar_one")
    for name, value in _columns(call).items():
        row.set(name, value, call.site)
    call.write()
    call.refresh(row, call.given("attribute_names"))
    return call.released(row)


def _columns(call: Call) -> dict[str, Value]:
    given = call.arguments.keywords
    return {name: value for name, value in given.items() if name not in NO_COLUMNS}


NO_COLUMNS = frozenset(
    {
        *("attribute_names", "auto_commit", "auto_expunge", "auto_refresh", "bind_group"),
        *("error_messages", "execution_options", "load", "match_fields", "uniquify", "upsert"),
        "with_for_update",
    }
)
"""The arguments of `get_or_upsert()` and its kin that have a name; all others are columns."""


def _saved(call: Call, row: Value) -> Value:
    call.write()
    call.refresh(row, call.given("attribute_names"))
    if call.option("auto_expunge") != TRUE:
        # A cache, if there is one, would be told of this key.
        call.read_key(row)
    return call.released(row)


# Many at once


def update_many(call: Call) -> Value | None:
    """The rows; whether they are asked for before or after a commit, the database decides."""
    if call.option("auto_commit") == TRUE or call.loads():
        return None
    _give_away(call)
    call.write()
    return call.all_released(call.found("scalars", "all"))


def upsert_many(call: Call) -> Value | None:
    """The rows; without a commit, those that are new may be the very objects that were given."""
    if call.option("auto_commit") != TRUE:
        return None
    _give_away(call)
    rows = call.found("scalars", "all")
    call.write()
    return call.all_released(rows)


def _give_away(call: Call) -> None:
    escape(call.arguments.get(0, "data") or UNKNOWN, call.site)
