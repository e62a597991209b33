"""A loaded attribute is read after something other than a commit took it away.

**What really happens.** `rollback()` empties every object that the session held before the
transaction, primary keys included and whatever `expire_on_commit` says. `expire()` and
`expire_all()` do it by request. `refresh(object)` without names drops the relationships that the
query of the object did not load. The next read is a SELECT in the middle of an attribute access:
`sqlalchemy.exc.MissingGreenlet`.

**When it is silent.** When no transaction was open, so that the rollback did nothing; for an
object that was new in the transaction, which keeps its values; for values that were read before;
after a `refresh()`, a `get()` or a `select()` that may have brought the row back. A bulk `update()`
and `populate_existing` expire attributes too, but which objects they meet is not known. What a
`commit()` expires is GRN009.

**How to mend it.** Keep what an `except` block needs in a variable before the `try`, or `await
session.refresh(object)` after the rollback. `async with session.begin_nested()` around what may
fail rolls back to a savepoint, and only what changed in there is expired. To load a relationship
again, name it: `await session.refresh(object, ["name"])`.
"""

from __future__ import annotations

from flake8_greenlet.checkers import loading, receiver_of, worded
from flake8_greenlet.events import AttributeRead, Expired, Kind

SUMMARY = "attribute read after `rollback()`, `expire()` or `refresh()` took it away"
EVENTS = (AttributeRead,)

_EMPTIES = {"rollback()", "expire()", "expire_all()"}
"""What takes the whole object away, so that a refresh of one attribute would not be enough."""


def check(event: AttributeRead) -> str | None:
    if not isinstance(event.cause, Expired) or event.cause.by == "commit()":
        return None
    by = event.cause.by
    receiver = receiver_of(event)
    # Without names, a refresh drops every relationship that the object's query did not load.
    whole = event.kind is Kind.COLUMN and by in _EMPTIES
    mends = [f"await session.refresh({receiver})" if whole else loading(event)]
    if by == "rollback()":
        mends.append("keep its value from before")
    return worded(
        f"{event.owner}.{event.attribute} was expired by {by}",
        *mends,
        brief="refresh() it first",
    )
